using AkkaChat.Server.Storage;

namespace AkkaChat.Tests.Storage;

/// <summary>Makes empty stores of one sort for the suites, and clears them away.</summary>
internal interface IStoreFixture
{
    /// <summary>An empty store, open.</summary>
    Task<IChatStore> OpenAsync();

    /// <summary>Closes what was opened and clears it away.</summary>
    Task CloseAsync();

    /// <summary>Runs a statement on the database beside the store.</summary>
    /// <returns>Its rows, each as one text.</returns>
    Task<IReadOnlyList<string>> QueryAsync(string sql);
}
