using AkkaChat.Server;
using AkkaChat.Server.Auth;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Start;
using AkkaChat.Tests.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace AkkaChat.Tests.Start;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(
        "AkkaChat:Auth:AccessTokenLifetime=2.00:00:00",
        "AkkaChat:Auth:AccessTokenLifetime is 2.00:00:00; it must be from 00:00:01 to 1.00:00:00.")]
    [InlineData(
        "AkkaChat:Auth:AccessTokenLifetime=an hour",
        "AkkaChat:Auth:AccessTokenLifetime is 'an hour', which is not a time span (such as 00:00:30 for 30 seconds).")]
    [InlineData("AkkaChat:Auth:Guests=maybe", "AkkaChat:Auth:Guests is 'maybe', which is not true or false.")]
    [InlineData("AkkaChat:Auth:Issuer=", "AkkaChat:Auth:Issuer is empty; it needs a value.")]
    [InlineData("AkkaChat:Auth:SigningKey=secret", "AkkaChat:Auth:SigningKey must be at least 32 bytes, in base64 or as they are.")]
    [InlineData(
        "AkkaChat:Auth:SigningKey=AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHw==",
        "AkkaChat:Auth:SigningKey must be at least 32 bytes, in base64 or as they are.")]
    [InlineData(
        "AkkaChat:Limits:MaxConnections=0", "AkkaChat:Limits:MaxConnections is 0; it must be from 1 to 1000000.")]
    [InlineData(
        "AkkaChat:Limits:MaxConnections=many", "AkkaChat:Limits:MaxConnections is 'many', which is not a whole number.")]
    [InlineData(
        "AkkaChat:Limits:HeartbeatInterval=25",
        "AkkaChat:Limits:HeartbeatInterval is 25.00:00:00; it must be from 00:00:00.2000000 to 00:05:00.")]
    [InlineData(
        "AkkaChat:Shutdown:DrainTimeout=00:00:00",
        "AkkaChat:Shutdown:DrainTimeout is 00:00:00; it must be from 00:00:01 to 00:05:00.")]
    [InlineData(
        "AkkaChat:Proxies:0=10.0.0.0/99",
        "AkkaChat:Proxies:0 is '10.0.0.0/99'; it must be an address or a network such as 10.0.0.0/8.")]
    [InlineData(
        "AkkaChat:Media:MaxImageBytes=-1", "AkkaChat:Media:MaxImageBytes is -1; it must be from 0 to 268435456.")]
    [InlineData(
        "AkkaChat:Media:UploadMegabytesPerHour=99",
        "AkkaChat:Media:UploadMegabytesPerHour is less than the largest file that may be uploaded.")]
    [InlineData("AkkaChat:Cluster:Port=70000", "AkkaChat:Cluster:Port is 70000; it must be from 0 to 65535.")]
    [InlineData("AkkaChat:Cluster:Seeds:0=nowhere", "AkkaChat:Cluster:Seeds:0 is 'nowhere'; it must be host:port.")]
    [InlineData("AkkaChat:Cluster:Roles:0=boss", "AkkaChat:Cluster:Roles:0 is 'boss'; it must be gateway or room.")]
    [InlineData(
        "AkkaChat:Cluster:Hostname=a b", "AkkaChat:Cluster:Hostname is 'a b'; it must be a host name or an address.")]
    [InlineData(
        "AkkaChat:Cluster:BindAddress=a/b", "AkkaChat:Cluster:BindAddress is 'a/b'; it must be a host name or an address.")]
    [InlineData("AkkaChat:Cluster:SeedService=chat", "AkkaChat:Cluster:SeedService is 'chat'; it must be host:port.")]
    [InlineData("AkkaChat:Cluster:SeedServiceNodes=0", "AkkaChat:Cluster:SeedServiceNodes is 0; it must be from 1 to 100.")]
    [InlineData(
        "AkkaChat:Cluster:Tls:CertificateFile=node.pem",
        "AkkaChat:Cluster:Tls needs CertificateFile, KeyFile and AuthorityFile, or none of them.")]
    [InlineData(
        "AkkaChat:Cluster:Enabled=true",
        "AkkaChat:Cluster:Enabled is true, which needs AkkaChat:Storage:Provider=Postgres: the nodes of a cluster share one "
        + "database.")]
    [InlineData(
        "AkkaChat:Storage:Provider=Postgres",
        "AkkaChat:Storage:Provider is Postgres, which needs ConnectionStrings:AkkaChat: where the database is.")]
    [InlineData("AkkaChat:Storage:Provider=Oracle", "AkkaChat:Storage:Provider is 'Oracle'; it must be Sqlite or Postgres.")]
    [InlineData("AkkaChat:Auth:Gests=true", "AkkaChat:Auth:Gests is not a setting; did you mean AkkaChat:Auth:Guests?")]
    [InlineData("AkkaChat:Guests=true", "AkkaChat:Guests is not a setting; did you mean AkkaChat:Auth:Guests?")]
    [InlineData(
        "AkkaChat:DataDirectry=/tmp", "AkkaChat:DataDirectry is not a setting; did you mean AkkaChat:DataDirectory?")]
    [InlineData(
        "AkkaChat:Cluster:Seed:0=a:1", "AkkaChat:Cluster:Seed:0 is not a setting; did you mean AkkaChat:Cluster:Seeds:0?")]
    [InlineData("AkkaChat:Colour=red", "AkkaChat:Colour is not a setting.")]
    [InlineData("urls=localhost", "Urls is 'localhost', which is not an address to listen on (such as http://localhost:8080).")]
    [InlineData(
        "urls=ftp://localhost:8080",
        "Urls is 'ftp://localhost:8080', which is not an address to listen on (such as http://localhost:8080).")]
    [InlineData(
        "urls=http://localhost:1;https://localhost:2",
        "Urls is 'https://localhost:2', which needs a certificate: set Kestrel:Certificates:Default:Path.")]
    public void A_bad_setting_stops_the_start_with_its_name(string setting, string sentence)
    {
        var failure = Assert.Throws<SettingException>(() => Program.Build(["--" + setting]));

        Assert.Equal(sentence, failure.Message);
        Assert.Equal(78, failure.ExitCode);
    }

    [Theory]
    [InlineData(
        "",
        "AkkaChat:Cluster:Enabled is true, which needs AkkaChat:Auth:SigningKey: the nodes of a cluster believe each other's "
        + "tokens. Make one with: openssl rand -base64 32")]
    [InlineData(
        "--AkkaChat:Auth:SigningKey=0123456789-123456789-123456789-1 --AkkaChat:Cluster:Seeds:0=a:1 "
        + "--AkkaChat:Cluster:SeedService=b:1",
        "AkkaChat:Cluster:Seeds and :SeedService can't both be given: nodes are found by the one or by the other.")]
    [InlineData(
        "--AkkaChat:Auth:SigningKey=0123456789-123456789-123456789-1",
        "AkkaChat:Cluster:Enabled is true, which needs AkkaChat:Media:Directory: a directory that all nodes share. Without one, "
        + "set AkkaChat:Media:Enabled to false.")]
    public void A_cluster_is_not_started_by_halves(string settings, string sentence)
    {
        string[] cluster =
            ["--AkkaChat:Cluster:Enabled=true", "--AkkaChat:Storage:Provider=Postgres", "--ConnectionStrings:AkkaChat=Host=a"];

        var failure = Assert.Throws<SettingException>(() => Program.Build(
            [.. cluster, .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)]));

        Assert.Equal(sentence, failure.Message);
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task What_makes_trying_easy_is_on_in_Development_only(string environment, bool isOn)
    {
        using var data = new TempDirectory();

        await using var app = Program.Build(
            [$"--environment={environment}", $"--AkkaChat:DataDirectory={data.Path}", "--AkkaChat:Cluster:Port=4100"],
            EdgeServer.UseMemory);

        Assert.Equal(isOn, app.Services.GetRequiredService<IOptions<ServerOptions>>().Value.PlainLobby);
        Assert.Equal(isOn, app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.Guests);
        var cluster = app.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        Assert.Equal(["127.0.0.1:4100"], cluster.Seeds);
        Assert.Equal(["gateway", "room"], cluster.Roles);
    }

    [Fact]
    public void A_list_that_is_given_replaces_its_default()
    {
        var configuration = new ConfigurationManager { ["AkkaChat:Cluster:Roles:0"] = "room" };

        var cluster = new SettingsReader(configuration).Read<ClusterOptions>(ClusterOptions.Section).WithDefaults();

        Assert.Equal(["room"], cluster.Roles);
    }
}
