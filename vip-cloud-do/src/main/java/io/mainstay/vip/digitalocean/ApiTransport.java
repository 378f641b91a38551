package io.mainstay.vip.digitalocean;

import java.util.concurrent.CompletionStage;

/** Carries requests to the API: HTTP in earnest, and a simulation in tests. */
interface ApiTransport {

  /** A longer body is refused before it is read to its end. */
  int MAX_BODY_BYTES = 64 * 1024;

  /**
   * Sends a request once; it is never repeated by the transport.
   *
   * @return the response, or an {@link java.io.IOException} when none came; the request may have
   *     been carried out all the same. Ends within the transport's time limit, on any thread
   */
  CompletionStage<ApiResponse> send(ApiRequest request);
}
