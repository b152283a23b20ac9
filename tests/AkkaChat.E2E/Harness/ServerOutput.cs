namespace AkkaChat.E2E.Harness;

/// <summary>What a server must never write, whatever clients do to it.</summary>
public static class ServerOutput
{
    private static readonly string[] Alarms = ["Unhandled", "unhandled", "   at ", "fail: ", "crit: ", "warn: ", "[ERROR]", "[WARNING]"];

    /// <summary>Fails if there is an error, a warning or a stack trace in the output.</summary>
    public static void AssertCalm(ServerProcess server)
    {
        var bad = server.Output.Split('\n').Where(line => Alarms.Any(alarm => line.Contains(alarm, StringComparison.Ordinal)));

        Assert.True(!bad.Any(), $"The server wrote:\n{string.Join('\n', bad.Take(20))}");
    }
}
