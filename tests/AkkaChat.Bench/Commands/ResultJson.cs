using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaChat.Bench.Commands;

/// <summary>How figures are written to files.</summary>
internal static class ResultJson
{
    /// <summary>Camel case, indented, without what was not measured.</summary>
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
