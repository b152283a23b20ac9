using System.Net;
using System.Net.Sockets;
using AkkaChat.Server;
using AkkaChat.Server.Http;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Start;

public sealed class StartGuardTests : IDisposable
{
    private readonly TempDirectory _data = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task An_unknown_setting_ends_with_78_and_one_line()
    {
        Assert.Equal(78, await RunAsync("--AkkaChat:Auth:Gests=true"));

        IsOneLineWith("AkkaChat:Auth:Guests");
    }

    [Fact]
    public async Task A_port_in_use_ends_with_1_and_names_the_address()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        Assert.Equal(1, await RunAsync($"--urls=http://127.0.0.1:{port}"));

        IsOneLineWith($"http://127.0.0.1:{port}");
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public async Task A_data_directory_that_can_not_be_made_ends_with_1_and_is_named()
    {
        var path = Path.Combine(_data.File("file"), "data");
        await File.WriteAllTextAsync(_data.File("file"), "in the way");

        Assert.Equal(1, await RunAsync($"--AkkaChat:DataDirectory={path}"));

        IsOneLineWith($"{path} (AkkaChat:DataDirectory)");
    }

    [Fact]
    public async Task A_broken_signing_key_ends_with_1_and_is_named()
    {
        await File.WriteAllTextAsync(_data.File("signing.key"), "?");

        Assert.Equal(1, await RunAsync());

        IsOneLineWith(_data.File("signing.key"));
    }

    [Fact]
    public async Task A_server_that_is_told_to_stop_ends_with_0()
    {
        var run = StartGuard.RunAsync(
            () =>
            {
                var app = Build();
                app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
                return app;
            },
            _output,
            _errors);

        Assert.Equal(0, await run);
        Assert.StartsWith("AkkaChat is running.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("Stop with Ctrl-C.\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains(_data.Path, _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public void Options_that_others_check_are_explained_too()
    {
        var (sentence, exitCode) =
            StartGuard.Explain(new OptionsValidationException("x", typeof(ServerOptions), ["AkkaChat:X is bad."]))!.Value;

        Assert.Equal("AkkaChat:X is bad.", sentence);
        Assert.Equal(78, exitCode);
    }

    [Fact]
    public void A_bug_is_not_explained_away()
    {
        Assert.Null(StartGuard.Explain(new InvalidOperationException("bug")));
        Assert.Null(StartGuard.Explain(new IOException("bug")));
    }

    [Fact]
    public void A_failure_inside_another_is_found()
    {
        var failure = new AggregateException(new InvalidOperationException("start", new StartException("The reason.")));

        Assert.Equal("The reason.", StartGuard.Explain(failure)!.Value.Sentence);
    }

    [Fact]
    public void The_banner_shows_addresses_that_a_browser_can_open()
    {
        var text = Banner.Text(["http://[::]:8080", "https://0.0.0.0:8443"], "/data");

        Assert.Contains("http://localhost:8080/\n", text, StringComparison.Ordinal);
        Assert.Contains("ws://localhost:8080/ws\n", text, StringComparison.Ordinal);
        Assert.Contains("wss://localhost:8443/ws\n", text, StringComparison.Ordinal);
        Assert.Contains(ApiDocument.Path, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_directory_is_for_its_owner_alone()
    {
        var directory = DataDirectory.Open(_data.File("made"));

        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(directory.FullPath)
            == (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        Assert.Empty(Directory.GetFiles(directory.FullPath));
    }

    public void Dispose()
    {
        _data.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    private Task<int> RunAsync(params string[] args) => StartGuard.RunAsync(() => Build(args), _output, _errors);

    private WebApplication Build(params string[] args) => Program.Build(
        ["--urls=http://127.0.0.1:0", $"--AkkaChat:DataDirectory={_data.Path}", .. args], EdgeServer.UseMemory);

    private void IsOneLineWith(string text)
    {
        var line = _errors.ToString();
        Assert.StartsWith("AkkaChat did not start. ", line, StringComparison.Ordinal);
        Assert.Contains(text, line, StringComparison.Ordinal);
        Assert.Single(line.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }
}
