using AkkaChat.Bench.Measure;
using AkkaChat.Bench.Targets;
using AkkaChat.Bench.Worlds;

namespace AkkaChat.Bench.Scenarios;

/// <summary>A load with a name.</summary>
internal abstract class Scenario
{
    /// <summary>The letter.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public abstract string Title { get; }

    /// <summary>Nodes that it is for.</summary>
    public virtual int Nodes => 1;

    /// <summary>True if it asks for what only AkkaChat has.</summary>
    public virtual bool IsForAkkaChatOnly => false;

    /// <summary>People and rooms.</summary>
    public abstract World CreateWorld();

    /// <summary>Puts the load on a target that serves.</summary>
    public abstract Task<RunResult> RunAsync(Target target, World world, RunOptions options);
}
