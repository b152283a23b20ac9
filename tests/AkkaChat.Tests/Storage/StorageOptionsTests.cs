using AkkaChat.Server.Start;
using AkkaChat.Server.Storage;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace AkkaChat.Tests.Storage;

public sealed class StorageOptionsTests
{
    [Fact]
    public void Sqlite_is_the_default_and_all_defaults_are_in_their_ranges()
    {
        var options = Read([]);

        Assert.Equal(StorageProvider.Sqlite, options.Provider);
        Assert.Equal(TimeSpan.FromSeconds(10), options.WriteTimeout);
    }

    [Theory]
    [InlineData("WriteTimeout", "00:10:00")]
    [InlineData("WriteTimeout", "00:00:00")]
    [InlineData("WriteQueueCapacity", "0")]
    [InlineData("MaxBatchWrites", "10001")]
    [InlineData("SqliteReaders", "65")]
    [InlineData("Provider", "7")]
    public void A_setting_out_of_range_is_refused_by_its_name(string name, string value)
    {
        var refused = Assert.Throws<SettingException>(() => Read(new() { [$"AkkaChat:Storage:{name}"] = value }));

        Assert.Contains($"AkkaChat:Storage:{name}", refused.Message, StringComparison.Ordinal);
    }

    private static StorageOptions Read(Dictionary<string, string?> settings) =>
        new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .Read<StorageOptions>(StorageOptions.Section);
}
