using System.Net;
using System.Runtime.Versioning;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>The start of a server: what it gives at once, and what it says when it can't start.</summary>
[Collection(SharedServer.Collection)]
public sealed class StartTests(SharedServer shared)
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/core/index.js", "text/javascript")]
    [InlineData("/js/main.js", "text/javascript")]
    [InlineData("/css/tokens.css", "text/css")]
    [InlineData("/health/live", null)]
    [InlineData("/health/ready", null)]
    [InlineData("/metrics", "text/plain")]
    [InlineData("/openapi/v1.json", "application/json")]
    public async Task One_start_on_an_empty_directory_serves(string path, string? mediaType)
    {
        using var answer = await shared.Server.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        if (mediaType is not null)
        {
            Assert.Equal(mediaType, answer.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public void The_start_prints_where_to_click()
    {
        var output = shared.Server.Output;

        Assert.Contains($"{shared.Server.Address}", output, StringComparison.Ordinal);
        Assert.Contains($"{shared.Server.SocketAddress}", output, StringComparison.Ordinal);
        Assert.Contains(shared.Server.DataDirectory, output, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_signing_key_is_for_its_owner_only()
    {
        var mode = File.GetUnixFileMode(Path.Combine(shared.Server.DataDirectory, "signing.key"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused()
    {
        var (exitCode, output) = await ServerProcess.RunToEndAsync(
            $"--urls=http://127.0.0.1:{ServerProcess.FreePort()}", $"--AkkaChat:DataDirectory={shared.Server.DataDirectory}");

        AssertRefused(exitCode, output, shared.Server.DataDirectory);
        using var still = await shared.Server.Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_in_use_is_named()
    {
        using var data = new TempDirectory();

        var (exitCode, output) = await ServerProcess.RunToEndAsync(
            $"--urls={shared.Server.Address}", $"--AkkaChat:DataDirectory={data.FullPath}");

        AssertRefused(exitCode, output, $":{shared.Server.Address.Port}");
    }

    [Fact]
    public async Task A_data_directory_that_cant_be_written_is_named()
    {
        using var data = new TempDirectory();
        var file = Path.Combine(data.FullPath, "file");
        await File.WriteAllTextAsync(file, "no directory");

        var (exitCode, output) = await ServerProcess.RunToEndAsync(
            $"--urls=http://127.0.0.1:{ServerProcess.FreePort()}", $"--AkkaChat:DataDirectory={file}/data");

        AssertRefused(exitCode, output, $"{file}/data");
    }

    [Fact]
    public async Task A_broken_database_file_is_named()
    {
        using var data = new TempDirectory();
        var server = await ServerProcess.StartAsync();
        string database;
        await using (server)
        {
            await server.KillAsync();
            database = Path.Combine(data.FullPath, Path.GetFileName(Directory.GetFiles(server.DataDirectory, "*.db").Single()));
        }

        await File.WriteAllTextAsync(database, string.Concat(Enumerable.Repeat("this is no database. ", 1000)));
        var (exitCode, output) = await ServerProcess.RunToEndAsync(
            $"--urls=http://127.0.0.1:{ServerProcess.FreePort()}", $"--AkkaChat:DataDirectory={data.FullPath}");

        AssertRefused(exitCode, output, database);
    }

    [Theory]
    [InlineData("AkkaChat:Auth:AccessTokenLifetime", "abc")]
    [InlineData("AkkaChat:Auth:AccessTokenLifetime", "00:00:00")]
    [InlineData("AkkaChat:Auth:SigningKey", "short")]
    [InlineData("AkkaChat:Limits:MaxConnections", "many")]
    [InlineData("AkkaChat:Limits:HeartbeatInterval", "-1")]
    [InlineData("AkkaChat:Storage:Provider", "Oracle")]
    [InlineData("AkkaChat:Auth:AcessTokenLifetime", "01:00:00")]
    [InlineData("AkkaChat:Nonsense", "1")]
    [InlineData("Urls", "nonsense")]
    public async Task A_bad_or_unknown_setting_is_named(string key, string value)
    {
        using var data = new TempDirectory();

        var (exitCode, output) = await ServerProcess.RunToEndAsync(
            $"--urls=http://127.0.0.1:{ServerProcess.FreePort()}",
            $"--AkkaChat:DataDirectory={data.FullPath}",
            $"--{key}={value}");

        AssertRefused(exitCode, output, key);
    }

    [Fact]
    public async Task A_token_from_before_a_restart_still_works()
    {
        await using var server = await ServerProcess.StartAsync();
        var guest = await Guest.SignInAsync(server, "Ann");

        await server.KillAndStartAgainAsync();
        await using var client = await ChatClient.ConnectAsync(server, guest);

        Assert.Equal(guest.Id, client.Welcome.Text("user", "id"));
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_says_bye_and_ends_well()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var cast = new Cast(server);
        var (_, ann) = await cast.ComeAsync("Ann");
        var (_, bob) = await cast.ComeAsync("Bob", new ConnectOptions { Batch = true });
        var silent = await cast.OpenAsync();
        var room = await Cast.PublicRoomAsync(ann);
        await bob.AskAsync("room.join", new { room });

        // Both are told what happens in the room by now: one who is still catching up at the end gets the rest after a reconnect.
        var first = await ann.SayAsync(room, "k-1", "the first words");
        await ann.WaitForEventAsync(room, first.Seq);
        await bob.WaitForEventAsync(room, first.Seq);
        var last = await ann.SayAsync(room, "k-2", "the last words");

        await server.TerminateAsync();

        foreach (var client in new[] { ann, bob })
        {
            var bye = await client.WaitForAsync(push => push.Type == "bye", "bye");
            Assert.Equal(4001, bye.Number("code"));
            Assert.True(bye.Flag("reconnect"));
            Assert.True(bye.Number("afterMs") >= 0);
            Assert.Equal(4001, (await client.WaitForEndAsync("the close")).Code);
            await client.WaitForEventAsync(room, last.Seq);
        }

        Assert.Equal(4001, (await silent.WaitForEndAsync("the close of one that never connected")).Code);
        Assert.Equal(0, await server.ExitCodeAsync());
        ServerOutput.AssertCalm(server);
    }

    private static void AssertRefused(int exitCode, string output, string named)
    {
        Assert.NotEqual(0, exitCode);
        var sentence = Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("AkkaChat did not start. ", sentence, StringComparison.Ordinal);
        Assert.Contains(named, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }
}
