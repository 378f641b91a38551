/** The health check of gRPC servers: {@code grpc.health.v1.Health/Check} over plaintext HTTP/2. */
@NullMarked
package io.mainstay.grpc;

import org.jspecify.annotations.NullMarked;
