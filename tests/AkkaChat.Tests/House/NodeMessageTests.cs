using System.Text.RegularExpressions;
using Akka.Actor;
using AkkaChat.Server.Cluster;
using AkkaChat.Server.Rooms;
using AkkaChat.Tests.Wire;
using Xunit;

namespace AkkaChat.Tests.House;

/// <summary>Every message is either one between nodes, with a serializer of ours, or says that it stays on its node.</summary>
public sealed partial class NodeMessageTests(WireNode node) : IClassFixture<WireNode>
{
    [Fact]
    public void A_message_between_nodes_has_a_serializer_of_ours()
    {
        var types = ServerTypes()
            .Where(type => !type.IsAbstract && !type.IsInterface)
            .Where(type => typeof(IRoomMessage).IsAssignableFrom(type) || WireMessages.Bases.Any(root => root.IsAssignableFrom(type)));

        Assert.All(types, type => Assert.IsAssignableFrom<WireSerializer>(node.System.Serialization.FindSerializerForType(type)));
    }

    [Fact]
    public void What_an_actor_receives_is_between_nodes_or_says_that_it_stays()
    {
        var received = Received().ToList();

        Assert.InRange(received.Count, 30, int.MaxValue);
        Assert.All(received, message => Assert.True(
            IsBetweenNodes(message.Type) != typeof(INoSerializationVerificationNeeded).IsAssignableFrom(message.Type),
            $"{message.File} receives {message.Type}: derive it from a message between nodes, or mark it as one that stays"));
    }

    [Fact]
    public void A_message_without_a_serializer_is_named_when_it_is_refused()
    {
        var refusal = Assert.Throws<System.Runtime.Serialization.SerializationException>(() => node.Write(new Version(1, 0)));

        Assert.Equal("System.Version has no serializer, so it can't leave this node.", refusal.Message);
    }

    private static bool IsBetweenNodes(Type type) => WireMessages.Bases.Any(root => root.IsAssignableFrom(type));

    private static Type[] ServerTypes() => typeof(RoomCommand).Assembly.GetTypes();

    // What is received stands in the constructors of the actors, by the house's style.
    private static IEnumerable<(string File, Type Type)> Received()
    {
        var source = Path.Combine(RepositoryRoot(), "src", "AkkaChat.Server");
        foreach (var path in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            var file = Path.GetFileNameWithoutExtension(path);
            foreach (var name in Receive().Matches(File.ReadAllText(path)).Select(match => match.Groups["type"].Value))
            {
                var nested = name.Replace('.', '+');
                var types = ServerTypes();
                var type = Array.Find(types, type => type.FullName!.EndsWith($".{file}+{nested}", StringComparison.Ordinal))
                    ?? Array.Find(types, type => type.FullName!.EndsWith($".{nested}", StringComparison.Ordinal));
                if (type is not null) // else it is Akka's
                {
                    yield return (file, type);
                }
            }
        }
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "AkkaChat.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("the tests run outside of their repository");
        }

        return directory.FullName;
    }

    [GeneratedRegex(@"\bReceive(?:Async)?<(?<type>[\w.]+)>\(")]
    private static partial Regex Receive();
}
