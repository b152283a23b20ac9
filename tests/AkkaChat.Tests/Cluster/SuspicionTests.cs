using AkkaChat.Server.Cluster;
using Xunit;

namespace AkkaChat.Tests.Cluster;

public sealed class SuspicionTests
{
    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Enough_refusals_are_proof(int refusals, bool isProof)
    {
        var suspicion = new Suspicion();

        for (var i = 0; i < refusals; i++)
        {
            suspicion = suspicion.After(PortAnswer.Refused)!;
        }

        Assert.Equal(isProof, suspicion.IsProof(3));
    }

    [Theory]
    [InlineData(PortAnswer.Accepted)]
    [InlineData(PortAnswer.Unknown)]
    internal void Any_other_answer_clears(PortAnswer answer)
    {
        Assert.Null(new Suspicion(2).After(answer));
    }
}
