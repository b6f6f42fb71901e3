package dev.reprieve.fleet;

import dev.reprieve.fleet.input.UnusableInputException;
import dev.reprieve.policy.PolicyPictures;
import dev.reprieve.policy.PolicyRegistry;
import dev.reprieve.policy.Profile;
import dev.reprieve.policy.RetentionPolicy;
import dev.reprieve.policy.RetentionTable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the policies that were discovered, or draws them. */
@Command(
    name = "policies",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Lists the policies on the class path, prints their tables, or draws them.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:fine", "2:no such policy"})
public final class PoliciesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", arity = "0..1", description = "Only this policy, with its tables.")
  private @Nullable String id;

  @Option(names = "--mermaid", description = "Draw each table as a Mermaid state diagram.")
  private boolean mermaid;

  @Override
  public Integer call() {
    PolicyRegistry registry = PolicyRegistry.discover();
    PrintWriter out = spec.commandLine().getOut();
    if (id != null && registry.latest(id) == null) {
      throw new UnusableInputException(
          "there is no policy \""
              + id
              + "\", expected one of "
              + registry.latest().stream().map(RetentionPolicy::id).toList());
    }
    for (RetentionPolicy policy : registry.latest()) {
      if (id == null || policy.id().equals(id)) {
        print(out, policy);
      }
    }
    out.flush();
    return 0;
  }

  private void print(PrintWriter out, RetentionPolicy policy) {
    if (mermaid) {
      for (Profile profile : policy.profiles().values()) {
        for (RetentionTable table : profile.tables()) {
          out.printf("%%%% %s, %s, %s%n", policy.id(), profile.name(), table.name());
          out.println(PolicyPictures.mermaid(policy, table));
        }
      }
    } else if (id == null) {
      out.printf(
          "%-10s version %d  profiles %s  digest %.12s%n",
          policy.id(),
          policy.version(),
          String.join(", ", policy.profiles().keySet()),
          policy.digest());
    } else {
      out.println(PolicyPictures.markdown(policy));
    }
  }
}
