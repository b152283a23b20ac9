using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AkkaChat.Tests.Storage;

/// <summary>
/// A PostgreSQL server of the tests' own: files in a temporary directory, durable settings, a free port on the loopback.
/// Without the programs of PostgreSQL the tests fail; they are not passed over.
/// </summary>
public sealed class PostgresServer : Xunit.IAsyncLifetime
{
    /// <summary>PostgreSQL refuses to run as root; the package makes this user.</summary>
    private const string User = "postgres";

    private const string Password = "s3cret-of-the-tests";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static int _databases;

    private readonly string _programs = Programs();
    private readonly string _directory = Directory.CreateTempSubdirectory("akkachat-pg-").FullName;
    private readonly int _port = FreePort();

    /// <summary>An address besides the loopback at which it listens, and lets in whoever has the password.</summary>
    public string? Address { get; init; }

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
        if (Address is not null)
        {
            await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all all {Address}/24 scram-sha-256\n");
        }

        await StartAsync();
    }

    /// <summary>Stops it and clears it away.</summary>
    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await WakeAsync();
        if (Processes().Count > 0)
        {
            await StopAsync("immediate");
        }

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
        $"-p {_port} -c listen_addresses={Listen} -c unix_socket_directories={_directory} -c max_connections=200 -c shared_buffers=64MB");

    /// <summary>Stops the server; <c>immediate</c> is as good as a crash.</summary>
    public Task StopAsync(string mode) => RunAsServerAsync("pg_ctl", "stop", "-D", Data, "-m", mode, "-w");

    /// <summary>Kills all its processes at once.</summary>
    public async Task KillAsync()
    {
        var processes = Processes();
        await SignalAsync("KILL");
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var end = new CancellationTokenSource(StartTimeout);
        while (processes.Exists(IsRunning)) // it does not start again while one of them holds on to the memory that they share
        {
            await pace.WaitForNextTickAsync(end.Token);
        }

        // Where nobody collects the dead, the number in these files still seems to be in use.
        File.Delete(Path.Combine(Data, "postmaster.pid"));
        File.Delete(Path.Combine(_directory, $".s.PGSQL.{_port}.lock"));
    }

    /// <summary>Stops all its processes in the middle of what they do, until they are woken.</summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets them go on where they were stopped.</summary>
    public Task WakeAsync() => SignalAsync("CONT");

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
        $"Host={Address ?? "127.0.0.1"};Port={_port};Username={User};Password={Password};Database={database}";

    private string Data => Path.Combine(_directory, "data");

    private string Listen => Address is null ? "127.0.0.1" : $"127.0.0.1,{Address}";

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

    // The first one, which starts all others, and its children.
    private List<int> Processes()
    {
        var file = Path.Combine(Data, "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var first))
        {
            return [];
        }

        return [.. Directory.GetDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id == first || (id > 0 && ParentOf(id) == first))
            .Where(IsRunning)];
    }

    private static int ParentOf(int process) => int.TryParse(StatusOf(process, "PPid:"), CultureInfo.InvariantCulture, out var id) ? id : 0;

    // Another program may have been given the number meanwhile.
    private static bool IsRunning(int process) =>
        StatusOf(process, "Name:") == "postgres" && StatusOf(process, "State:") is { } state && !state.StartsWith('Z');

    private static string? StatusOf(int process, string field)
    {
        try
        {
            return File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal))
                ?[field.Length..].Trim();
        }
        catch (IOException)
        {
            return null; // it has ended meanwhile
        }
    }

    private async Task SignalAsync(string signal)
    {
        var processes = Processes().ConvertAll(id => id.ToString(CultureInfo.InvariantCulture));
        if (processes.Count == 0)
        {
            return;
        }

        using var kill = Process.Start("/bin/sh", ["-c", "kill -\"$0\" \"$@\" 2>/dev/null", signal, .. processes]);
        await kill.WaitForExitAsync();
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
                    + await File.ReadAllTextAsync(Path.Combine(_directory, "run.log"))
                    + await File.ReadAllTextAsync(Path.Combine(_directory, "log")));
            }
        }
        catch (Win32Exception failure)
        {
            throw new InvalidOperationException($"{program} can't be started.", failure);
        }
    }
}
