package dev.reprieve.verification.expiry;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.util.SafeEncoder;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/** A real Redis server of a test's own, and one connection to it. */
final class RedisProcess implements AutoCloseable {
  private final RedisServer server;
  private final Connection connection;

  private RedisProcess(RedisServerBuilder builder) throws IOException {
    int port = freePort();
    server =
        builder
            .port(port)
            .bind("127.0.0.1")
            .setting("save \"\"")
            .setting("appendonly no")
            .onShutdownForceStop(true)
            .build();
    server.start();
    connection = new Connection("127.0.0.1", port);
  }

  /** Redis 6.2, from the Maven artifact. */
  static RedisProcess embedded() throws IOException {
    return new RedisProcess(RedisServer.newRedisServer());
  }

  /** The machine's own Redis 7 or later. */
  static RedisProcess installed(File executable) throws IOException {
    return new RedisProcess(
        RedisServer.newRedisServer()
            .executableProvider(() -> executable)
            .setting("enable-debug-command yes"));
  }

  /** {@code redis-server} on the path. */
  static Optional<File> executable() {
    String path = System.getenv("PATH");
    return List.of((path == null ? "" : path).split(File.pathSeparator)).stream()
        .map(folder -> new File(folder, "redis-server"))
        .filter(File::canExecute)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The answer: a string, a number, a list, or null; an error is thrown. */
  Object ask(ProtocolCommand command, String... arguments) {
    connection.sendCommand(command, arguments);
    Object answer = connection.getOne();
    return answer instanceof byte[] bytes ? SafeEncoder.encode(bytes) : answer;
  }

  /** From here on the server removes an expired key only when it is touched. */
  Object stopActiveExpiry() {
    return ask(() -> SafeEncoder.encode("DEBUG"), "SET-ACTIVE-EXPIRE", "0");
  }

  /** The server's time in microseconds. */
  long micros() {
    List<?> time = (List<?>) ask(Protocol.Command.TIME);
    return Long.parseLong(SafeEncoder.encode((byte[]) time.get(0))) * 1_000_000
        + Long.parseLong(SafeEncoder.encode((byte[]) time.get(1)));
  }

  @Override
  public void close() throws IOException {
    connection.close();
    server.stop();
  }
}
