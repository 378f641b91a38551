package io.mainstay.node.track;

import io.mainstay.health.CheckPolicy;

/**
 * One thing that a virtual router follows.
 *
 * @param name unique within its router
 * @param subject what is watched
 * @param effect what it does to the election
 * @param reverse whether a failing subject counts as ok and a passing one as failed
 * @param policy how often the subject is probed and how many results decide; what the node knows
 *     without probing heeds none of it
 * @param location where it is written, for messages
 */
public record Tracker(
    String name,
    TrackerSubject subject,
    TrackerEffect effect,
    boolean reverse,
    CheckPolicy policy,
    String location) {}
