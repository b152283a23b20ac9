using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaChat.Bench.Targets;

/// <summary>A process that the benchmark starts, and ends again whatever happens. Its output is kept for the text of a failure.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptChars = 8_000;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _readyLine;

    private ChildProcess(ProcessStartInfo start, string readyLine)
    {
        _readyLine = readyLine;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>What it wrote last.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString(Math.Max(0, _output.Length - KeptChars), Math.Min(KeptChars, _output.Length));
            }
        }
    }

    /// <summary>A port of the loopback that nobody has, outside the range that outgoing connections are given.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(18_000, 32_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                continue; // somebody has it
            }
        }
    }

    /// <summary>Starts a program and waits until it writes a line that ends with <paramref name="readyLine"/>.</summary>
    public static async Task<ChildProcess> StartAsync(
        IReadOnlyList<string> command, string readyLine, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(start, readyLine);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        try
        {
            await child.WaitUntilReadyAsync(string.Join(' ', command));
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(string command)
    {
        var ended = _process.WaitForExitAsync();
        var timeout = Task.Delay(StartTimeout);
        if (await Task.WhenAny(_ready.Task, ended, timeout) != _ready.Task)
        {
            var what = ended.IsCompleted
                ? $"ended with {_process.ExitCode.ToString(CultureInfo.InvariantCulture)}"
                : $"did not write '{_readyLine}'";
            throw new InvalidOperationException($"{command} {what}. It wrote: {Output}");
        }
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
            if (_output.Length > 4 * KeptChars)
            {
                _output.Remove(0, 2 * KeptChars);
            }
        }

        if (line.EndsWith(_readyLine, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
