package io.mainstay.vip.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Bounds what is read of each answer, whatever the Engine, or who pretends to be it, sends. */
final class BoundedHttpClient implements DockerHttpClient {

  /** What a change answers is one short line of JSON. */
  static final int CHANGE_BYTES = 64 * 1024;

  /** An inspection or a list, of thousands of containers at most. */
  static final int INSPECTION_BYTES = 4 * 1024 * 1024;

  private final DockerHttpClient client;

  BoundedHttpClient(DockerHttpClient client) {
    this.client = client;
  }

  @Override
  public Response execute(Request request) {
    int mostBytes = request.method().equals("GET") ? INSPECTION_BYTES : CHANGE_BYTES;
    return new BoundedResponse(client.execute(request), mostBytes);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private record BoundedResponse(Response response, long mostBytes) implements Response {

    @Override
    public int getStatusCode() {
      return response.getStatusCode();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return response.getHeaders();
    }

    @Override
    public InputStream getBody() {
      return new BoundedBody(response.getBody(), mostBytes);
    }

    @Override
    public void close() {
      response.close();
    }
  }
}
