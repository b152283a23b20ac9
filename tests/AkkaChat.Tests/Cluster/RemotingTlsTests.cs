using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Start;
using Xunit;

namespace AkkaChat.Tests.Cluster;

/// <summary>Real actor systems on loopback: who may talk to a node.</summary>
public sealed class RemotingTlsTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Greeting = "are you there?"u8.ToArray();

    private readonly NodeCertificates _authority = new("cluster");
    private readonly NodeCertificates _strangers = new("strangers");
    private readonly List<ActorSystem> _systems = [];
    private Address _node = Address.AllSystems;

    public Task InitializeAsync()
    {
        _node = AddressOf(Start(_authority.Sign("node-1")));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_node_with_a_certificate_of_the_authority_is_heard() =>
        Assert.NotNull(await ResolveAsync(Start(_authority.Sign("node-2")), Patience));

    [Fact]
    public async Task A_certificate_of_another_authority_gets_nothing()
    {
        var stranger = Start(_strangers.Sign("node-2") with { AuthorityFile = _authority.AuthorityFile }, isChecked: false);

        await RefusedAsync(stranger);
    }

    [Fact]
    public async Task A_node_without_TLS_gets_nothing() => await RefusedAsync(Start(null));

    [Fact]
    public async Task A_TLS_client_without_a_certificate_gets_nothing()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_node.Host!, _node.Port!.Value);
        await using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);

        // In TLS 1.3 a client hears of the refusal when it reads.
        var heard = await Record.ExceptionAsync(async () =>
        {
            await tls.AuthenticateAsClientAsync("node-1").WaitAsync(Patience);
            await tls.WriteAsync(Greeting).AsTask().WaitAsync(Patience);
            Assert.Equal(0, await tls.ReadAsync(new byte[1]).AsTask().WaitAsync(Patience));
        });

        Assert.True(heard is null or IOException or System.Security.Authentication.AuthenticationException, heard?.ToString());
        await StillServesAsync();
    }

    [Fact]
    public async Task Plain_bytes_get_nothing()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_node.Host!, _node.Port!.Value);
        var stream = client.GetStream();

        await stream.WriteAsync(Greeting);
        var heard = await Record.ExceptionAsync(async () => Assert.Equal(0, await ReadToEndAsync(stream).WaitAsync(Patience)));

        Assert.True(heard is null or IOException, heard?.ToString());
        await StillServesAsync();
    }

    [Fact]
    public void A_certificate_of_another_authority_stops_the_start() => Assert.StartsWith(
        "The certificate ",
        Assert.Throws<StartException>(
            () => RemotingTls.Load(_strangers.Sign("node-2") with { AuthorityFile = _authority.AuthorityFile })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_certificate_that_has_run_out_stops_the_start() => Assert.Throws<StartException>(
        () => RemotingTls.Load(_authority.Sign("node-2", until: DateTimeOffset.UtcNow.AddMinutes(-1))));

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----")]
    public void A_file_that_is_none_stops_the_start_with_its_name(string text)
    {
        var options = _authority.Sign("node-2");
        File.WriteAllText(options.CertificateFile!, text);

        Assert.Contains(options.CertificateFile!, Assert.Throws<StartException>(() => RemotingTls.Load(options)).Message);
    }

    public async Task DisposeAsync()
    {
        foreach (var system in _systems)
        {
            await system.Terminate();
        }
    }

    public void Dispose()
    {
        _authority.Dispose();
        _strangers.Dispose();
    }

    private static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private static async Task<int> ReadToEndAsync(NetworkStream stream)
    {
        var all = 0;
        var buffer = new byte[1024];
        while (await stream.ReadAsync(buffer) is > 0 and var count)
        {
            all += count;
        }

        return all;
    }

    // With isChecked: false a certificate that our own start would refuse.
    private ActorSystem Start(TlsOptions? tls, bool isChecked = true)
    {
        var options = new ClusterOptions { Enabled = true, Port = 0, Tls = tls ?? new TlsOptions() }.WithDefaults();
        var config = ConfigurationFactory.ParseString("akka.loglevel = OFF").WithFallback(NodeConfig.Load(options));
        var setup = BootstrapSetup.Create().WithConfig(config);
        var all = tls is null
            ? ActorSystemSetup.Create(setup)
            : ActorSystemSetup.Create(setup, isChecked ? RemotingTls.Load(tls) : Unchecked(tls));
        var system = ActorSystem.Create("akkachat", all);
        _systems.Add(system);
        return system;
    }

    private static Akka.Remote.Transport.DotNetty.DotNettySslSetup Unchecked(TlsOptions tls) =>
        new(X509Certificate2.CreateFromPemFile(tls.CertificateFile!, tls.KeyFile), suppressValidation: true);

    private async Task<IActorRef?> ResolveAsync(ActorSystem from, TimeSpan patience)
    {
        try
        {
            return await from.ActorSelection(new RootActorPath(_node) / "user").ResolveOne(patience);
        }
        catch (ActorNotFoundException)
        {
            return null;
        }
    }

    // A refusal is silence, so one that may talk shows that the node could have answered in that time.
    private async Task RefusedAsync(ActorSystem stranger)
    {
        var answer = ResolveAsync(stranger, Patience);
        await StillServesAsync();
        await StillServesAsync();
        Assert.False(answer.IsCompletedSuccessfully && await answer is not null, "A stranger was answered.");
    }

    private async Task StillServesAsync() =>
        Assert.NotNull(await ResolveAsync(Start(_authority.Sign($"node-{_systems.Count + 1}")), Patience));
}
