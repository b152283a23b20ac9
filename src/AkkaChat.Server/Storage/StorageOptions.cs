using System.ComponentModel.DataAnnotations;

namespace AkkaChat.Server.Storage;

/// <summary>Settings of <c>AkkaChat:Storage</c>.</summary>
internal sealed record StorageOptions
{
    /// <summary>Where these settings stand.</summary>
    public const string Section = "AkkaChat:Storage";

    /// <summary>Which database.</summary>
    [EnumDataType(typeof(StorageProvider))]
    public StorageProvider Provider { get; init; } = StorageProvider.Sqlite;

    /// <summary>Writes that may wait in one lane; more are refused as unavailable.</summary>
    [Range(1, 1_000_000)]
    public int WriteQueueCapacity { get; init; } = 8_192;

    /// <summary>Most writes in one transaction.</summary>
    [Range(1, 10_000)]
    public int MaxBatchWrites { get; init; } = 512;

    /// <summary>Most bytes in one transaction; a single larger run gets one of its own.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int MaxBatchBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Shortest time from one transaction of a lane to its next: what comes meanwhile shares that one. A write that finds its
    /// lane at rest for so long is begun at once. Default 5 ms; 0 begins the next transaction as soon as the last is over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.100", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>After this a write counts as unknown: neither done nor refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Reads of one sort that may wait; more are refused as unavailable.</summary>
    [Range(1, 1_000_000)]
    public int ReadQueueCapacity { get; init; } = 65_536;

    /// <summary>Most reads of one sort in one query.</summary>
    [Range(1, 10_000)]
    public int MaxBatchReads { get; init; } = 128;

    /// <summary>After this a read has failed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a stopping server waits for what is queued.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>SQLite: threads that read.</summary>
    [Range(1, 64)]
    public int SqliteReaders { get; init; } = 3;

    /// <summary>SQLite: calls that may wait for the writing thread, and for the reading ones.</summary>
    [Range(1, 1_000_000)]
    public int SqliteQueueCapacity { get; init; } = 4_096;

    /// <summary>PostgreSQL: connections that read, of each node. On top come those that write, two for each lane, and one.</summary>
    [Range(1, 512)]
    public int PostgresPoolSize { get; init; } = 16;

    /// <summary>PostgreSQL: after this a statement is given up, here and in the database.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PostgresCommandTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>PostgreSQL: how long a connection may take to come about, or to become free.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PostgresConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// PostgreSQL: the database ends a transaction whose node says nothing for so long. Until then a node that hangs
    /// within a write keeps its rooms locked for those who took them over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:05:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PostgresIdleTransactionTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
