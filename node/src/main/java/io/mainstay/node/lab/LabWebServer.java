package io.mainstay.node.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** A web server that answers every request with its own name; a process of its own in the lab. */
final class LabWebServer {
  /** Every server may be asked by two nodes at once, each over connections that stay open. */
  private static final int THREADS = 4;

  private LabWebServer() {}

  /** Arguments: the text to answer with, and the port. */
  public static void main(String[] args) throws IOException {
    // Without it, the second small write of an answer waits for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    byte[] body = (args[0] + "\n").getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[1])), 256);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/", exchange -> answer(exchange, body));
    server.start();
    System.out.println("serving");
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    if ("HEAD".equals(exchange.getRequestMethod())) {
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** The command that runs one. */
  static List<String> command(String answer, int port) {
    List<String> command = new ArrayList<>(LabEnclosure.smallJvm());
    command.addAll(List.of(LabWebServer.class.getName(), answer, Integer.toString(port)));
    return command;
  }
}
