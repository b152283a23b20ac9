namespace AkkaChat.Server.Storage;

/// <summary>Which database keeps the promise.</summary>
internal enum StorageProvider
{
    /// <summary>A file beside the server; one node.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server; any number of nodes.</summary>
    Postgres,
}
