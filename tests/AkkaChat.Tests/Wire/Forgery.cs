using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace AkkaChat.Tests.Wire;

/// <summary>Bytes that no node of ours writes, with the mark of any serializer.</summary>
internal sealed record Forgery
{
    /// <summary>A node's configuration in which forgeries go out as that serializer's.</summary>
    public static string ConfigOf(int serializer, string manifest) => $$"""
        akka.actor {
          serializers.forgery = "{{typeof(Forger).FullName}}, AkkaChat.Tests"
          serialization-settings.forgery {
            number = {{serializer}}
            manifest = "{{manifest}}"
          }
          serialization-bindings {
            "{{typeof(Forgery).FullName}}, AkkaChat.Tests" = forgery
          }
        }
        """;

    /// <summary>Counts how often it is made.</summary>
    internal sealed class Trap
    {
        private static int _made;

        /// <summary>One more.</summary>
        public Trap() => Interlocked.Increment(ref _made);

        /// <summary>How many there were.</summary>
        public static int Made => Volatile.Read(ref _made);
    }

    /// <summary>Writes forgeries.</summary>
    internal sealed class Forger(ExtendedActorSystem system, Config settings) : SerializerWithStringManifest(system)
    {
        /// <inheritdoc/>
        public override int Identifier => settings.GetInt("number");

        /// <inheritdoc/>
        public override string Manifest(object o) => settings.GetString("manifest");

        /// <inheritdoc/>
        public override byte[] ToBinary(object obj) =>
            Encoding.UTF8.GetBytes($$"""{"$type":"{{typeof(Trap).AssemblyQualifiedName}}"}""");

        /// <inheritdoc/>
        public override object FromBinary(byte[] bytes, string manifest) => throw new NotSupportedException();
    }
}
