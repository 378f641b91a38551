package io.mainstay.node.config;

import io.mainstay.health.CheckPolicy;
import io.mainstay.health.CheckSpec;

/**
 * How the servers of one backend are checked.
 *
 * @param backend the backend's name
 * @param spec which check, with its arguments
 * @param policy how often, and how many results decide
 * @param location where it is written, for messages
 */
public record BackendCheck(String backend, CheckSpec spec, CheckPolicy policy, String location) {}
