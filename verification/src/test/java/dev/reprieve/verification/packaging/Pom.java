package dev.reprieve.verification.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** One pom as it is written: nothing inherited, nothing filled in. */
public final class Pom {
  private final Path file;
  private final Document document;

  private Pom(Path file, Document document) {
    this.file = file;
    this.document = document;
  }

  /** Reads a pom. */
  public static Pom of(Path file) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      return new Pom(file, factory.newDocumentBuilder().parse(file.toFile()));
    } catch (IOException | ParserConfigurationException | SAXException broken) {
      throw new IllegalStateException("cannot read " + file, broken);
    }
  }

  /** Where it lies. */
  Path folder() {
    return file.getParent();
  }

  /**
   * The text of each element that an XPath expression finds, stripped, in the order of the file.
   */
  public List<String> texts(String xpath) {
    try {
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
    } catch (XPathExpressionException broken) {
      throw new IllegalArgumentException(xpath, broken);
    }
  }

  /** The text of the first such element, or nothing. */
  String text(String xpath) {
    List<String> texts = texts(xpath);
    return texts.isEmpty() ? "" : texts.get(0);
  }

  String artifactId() {
    return text("/project/artifactId");
  }

  /** Its version, its parent's where it says none. */
  String version() {
    String own = text("/project/version");
    return own.isEmpty() ? text("/project/parent/version") : own;
  }

  boolean isJar() {
    String packaging = text("/project/packaging");
    return packaging.isEmpty() || packaging.equals("jar");
  }

  boolean isDeployed() {
    return !text("/project/properties/maven.deploy.skip").equals("true");
  }

  /** The versions that it pins, by artifact id, of plugins that it manages. */
  Map<String, String> managedPlugins() {
    Map<String, String> versions = new TreeMap<>();
    String plugins = "/project/build/pluginManagement/plugins/plugin";
    List<String> names = texts(plugins + "/artifactId");
    List<String> pinned = texts(plugins + "/version");
    for (int i = 0; i < names.size(); i++) {
      versions.put(names.get(i), pinned.get(i));
    }
    return versions;
  }

  @Override
  public String toString() {
    return artifactId();
  }
}
