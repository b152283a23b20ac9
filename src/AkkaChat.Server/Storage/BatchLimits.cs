namespace AkkaChat.Server.Storage;

/// <summary>Bounds of a <see cref="BatchQueue{T}"/>.</summary>
/// <param name="Capacity">Items that may wait.</param>
/// <param name="BatchWeight">Most weight in one batch; a single heavier item gets one of its own.</param>
/// <param name="Concurrency">Batches under way at once.</param>
/// <param name="Interval">Shortest time from the beginning of a batch to the next one's, where one is under way at once.</param>
internal readonly record struct BatchLimits(int Capacity, long BatchWeight, int Concurrency, TimeSpan Interval = default);
