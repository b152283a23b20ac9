using AkkaChat.Server.Auth;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Auth;

public sealed class SigningKeyTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TempDirectory _data = new();

    [Fact]
    public void The_first_start_makes_a_key_for_its_owner_alone()
    {
        Load();

        var file = _data.File(SigningKey.FileName);
        Assert.Equal(SigningKey.MinBytes, Convert.FromBase64String(File.ReadAllText(file).Trim()).Length);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == OwnerOnly);
        Assert.Equal([file], Directory.GetFiles(_data.Path));
    }

    [Fact]
    public void The_next_start_takes_the_same_key()
    {
        var first = Load();

        Assert.Equal(first.Security.Key, Load().Security.Key);
    }

    [Fact]
    public void A_key_of_the_settings_makes_no_file()
    {
        var key = Load(Convert.ToBase64String(Jwt.Key));

        Assert.Equal(Jwt.Key, key.Security.Key);
        Assert.Empty(Directory.GetFiles(_data.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    public void A_broken_file_stops_the_start_and_stays_as_it_is(string content)
    {
        var file = _data.File(SigningKey.FileName);
        File.WriteAllText(file, content);

        var failure = Assert.Throws<StartException>(() => Load());

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void A_file_that_is_a_directory_stops_the_start()
    {
        Directory.CreateDirectory(_data.File(SigningKey.FileName));

        Assert.Throws<StartException>(() => Load());
    }

    public void Dispose() => _data.Dispose();

    private SigningKey Load(string? setting = null) => SigningKey.Load(
        new AuthOptions { SigningKey = setting }, DataDirectory.Open(_data.Path), NullLogger<SigningKey>.Instance);
}
