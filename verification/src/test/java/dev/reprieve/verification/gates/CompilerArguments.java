package dev.reprieve.verification.gates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The arguments that the parent pom gives to javac for main sources, read from the pom itself. */
final class CompilerArguments {

  private static final String MAIN_ARGUMENTS =
      "/project/build/plugins/plugin[artifactId='maven-compiler-plugin']"
          + "/executions/execution[id='default-compile']/configuration/compilerArgs/arg";

  private CompilerArguments() {}

  static Path root() {
    return Path.of(System.getProperty("reprieve.root", "..")).toAbsolutePath().normalize();
  }

  static List<String> forMainSources() {
    return texts(root().resolve("pom.xml"), MAIN_ARGUMENTS);
  }

  /** The poms below the parent that say something of their own about how javac is called. */
  static List<Path> modulesWithTheirOwn() {
    try (Stream<Path> poms = Files.find(root(), 3, (path, facts) -> path.endsWith("pom.xml"))) {
      return poms.filter(pom -> !pom.equals(root().resolve("pom.xml")))
          .filter(
              pom -> !texts(pom, "//compilerArgs | //compilerArgument | //failOnWarning").isEmpty())
          .map(root()::relativize)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> texts(Path pom, String xpath) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Document document = factory.newDocumentBuilder().parse(pom.toFile());
      NodeList nodes =
          (NodeList)
              XPathFactory.newInstance()
                  .newXPath()
                  .evaluate(xpath, document, XPathConstants.NODESET);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < nodes.getLength(); i++) {
        texts.add(nodes.item(i).getTextContent().strip());
      }
      return texts;
    } catch (IOException
        | ParserConfigurationException
        | SAXException
        | XPathExpressionException e) {
      throw new IllegalStateException("cannot read " + pom, e);
    }
  }
}
