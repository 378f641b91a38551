package io.mainstay.vip.digitalocean;

/**
 * What came back from the API, whatever it is.
 *
 * @param status the HTTP status
 * @param rateLimit what the headers tell about the rate limit
 * @param body the body, of at most {@link ApiTransport#MAX_BODY_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record ApiResponse(int status, RateLimit rateLimit, byte[] body) {}
