using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace AkkaChat.Tests.Storage;

/// <summary>
/// A PostgreSQL server of the tests' own: files in a temporary directory, durable settings, a free port on the loopback.
/// Without the programs of PostgreSQL the tests fail; they are not passed over.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    /// <summary>PostgreSQL refuses to run as root; the package makes this user.</summary>
    private const string User = "postgres";

    private const string Password = "s3cret-of-the-tests";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static int _databases;

    private readonly string _programs = Programs();
    private readonly string _directory = Directory.CreateTempSubdirectory("akkachat-pg-").FullName;
    private readonly int _port = FreePort();

    /// <summary>Starts it.</summary>
    public async Task InitializeAsync()
    {
        var password = Path.Combine(_directory, "password");
        await File.WriteAllTextAsync(password, Password);
        await File.WriteAllTextAsync(Path.Combine(_directory, "log"), "");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", User, _directory);
        }

        await RunAsServerAsync(
            "initdb", "-D", Data, "-U", User, "-E", "UTF8", "--locale=C", "-A", "scram-sha-256", $"--pwfile={password}");
        await StartAsync();
    }

    /// <summary>Stops it and clears it away.</summary>
    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await StopAsync("immediate");
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Starts the server, on the files that it has.</summary>
    public Task StartAsync() => RunAsServerAsync(
        "pg_ctl",
        "start",
        "-D",
        Data,
        "-w",
        "-l",
        Path.Combine(_directory, "log"),
        "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c max_connections=200 -c shared_buffers=64MB");

    /// <summary>Stops the server; <c>immediate</c> is as good as a crash.</summary>
    public Task StopAsync(string mode) => RunAsServerAsync("pg_ctl", "stop", "-D", Data, "-m", mode, "-w");

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(string options = "")
    {
        var name = $"t{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name} {options}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement.</summary>
    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>How a database of that name is reached.</summary>
    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username={User};Password={Password};Database={database}";

    private string Data => Path.Combine(_directory, "data");

    private static string Programs()
    {
        string[] places =
        [
            .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse() : [],
            "/usr/local",
            "/usr",
        ];
        return places.Select(place => Path.Combine(place, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
            ?? throw new InvalidOperationException(
                "These tests need PostgreSQL's programs (initdb, pg_ctl): install the package postgresql.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Task RunAsServerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", User, "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    // The server that pg_ctl leaves behind keeps what it inherits open, so its output goes to a file and nothing is piped.
    private async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = _directory };
        string[] shell = ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", Path.Combine(_directory, "run.log"), program, .. arguments];
        Array.ForEach(shell, start.ArgumentList.Add);
        try
        {
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync().WaitAsync(StartTimeout);
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: "
                    + await File.ReadAllTextAsync(Path.Combine(_directory, "run.log")));
            }
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"{program} can't be started.", failure);
        }
    }
}
