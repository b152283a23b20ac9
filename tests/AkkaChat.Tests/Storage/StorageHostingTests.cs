using AkkaChat.Server.Storage;
using AkkaChat.Server.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Storage;

public sealed class StorageHostingTests
{
    [Fact]
    public async Task Sqlite_is_the_default_and_its_settings_have_defaults_in_their_ranges()
    {
        await using var services = Services([]);

        Assert.IsType<SqliteStore>(services.GetRequiredService<IChatStore>());
        Assert.Equal(TimeSpan.FromSeconds(10), services.GetRequiredService<StorageOptions>().WriteTimeout);
    }

    [Theory]
    [InlineData("WriteTimeout", "00:10:00")]
    [InlineData("WriteTimeout", "00:00:00")]
    [InlineData("WriteQueueCapacity", "0")]
    [InlineData("MaxBatchWrites", "10001")]
    [InlineData("SqliteReaders", "65")]
    [InlineData("Provider", "7")]
    public async Task A_setting_out_of_range_is_refused(string name, string value)
    {
        await using var services = Services(new() { [name] = value });

        Assert.Throws<OptionsValidationException>(services.GetRequiredService<StorageOptions>);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_refused_with_a_sentence()
    {
        await using var services = Services(new() { ["Provider"] = "Postgres" });

        Assert.Contains("Postgres", Assert.Throws<StoreStartException>(services.GetRequiredService<IChatStore>).Message);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddLogging()
        .AddMetrics()
        .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), Path.GetTempPath())
        .BuildServiceProvider();
}
