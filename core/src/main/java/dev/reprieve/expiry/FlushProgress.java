package dev.reprieve.expiry;

/**
 * How far a flush is.
 *
 * @param examined index entries looked at so far
 * @param removed keys removed so far
 * @param partsDone parts of the store that are done
 * @param parts parts that the store has
 */
public record FlushProgress(long examined, long removed, int partsDone, int parts) {}
