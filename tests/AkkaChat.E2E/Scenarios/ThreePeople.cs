using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Scenarios;

/// <summary>Ann, Bob and Cid are there before each scenario, each on the next node of the stage, and gone behind it.</summary>
public abstract class ThreePeople(IStage stage) : IAsyncLifetime
{
    /// <summary>What they are on.</summary>
    private protected IStage Stage { get; } = stage;

    /// <summary>Who else comes.</summary>
    private protected Company People { get; } = new(stage);

    private protected Somebody Ann { get; private set; } = null!;

    private protected Somebody Bob { get; private set; } = null!;

    private protected Somebody Cid { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Ann = await People.ComeAsync("Ann");
        Bob = await People.ComeAsync("Bob");
        Cid = await People.ComeAsync("Cid");
    }

    public async Task DisposeAsync() => await People.DisposeAsync();
}
