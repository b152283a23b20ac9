using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace AkkaChat.Tests.Protocol;

/// <summary>
/// The AsyncAPI document of the socket, as the server gives it to clients. Its schemas leave room for fields to come; here they
/// are closed, so that a field which is not described is a fault.
/// </summary>
internal static class AsyncApiDocument
{
    private const string Definitions = "#/definitions/";

    // What clients send in it passes through, whatever it is.
    private const string OpenSchema = "Content";

    private static readonly Dictionary<string, JsonSchema> Schemas = [];

    /// <summary>The whole document.</summary>
    public static JsonObject Root { get; } = JsonNode.Parse(File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "wwwroot", "asyncapi", "v1.json")))!.AsObject();

    /// <summary>Every message by its name, which is that of its golden files.</summary>
    public static JsonObject Messages => Root["components"]!["messages"]!.AsObject();

    /// <summary>Every operation by its name; those of clients are called like their request.</summary>
    public static JsonObject Operations => Root["operations"]!.AsObject();

    /// <summary>The message whose frame is in that golden file: the longest name that the file's begins with.</summary>
    public static string? MessageOf(string goldenFile) => Messages
        .Select(message => message.Key)
        .Where(name => goldenFile == name || goldenFile.StartsWith(name + ".", StringComparison.Ordinal))
        .MaxBy(name => name.Length);

    /// <summary>What is wrong with a frame; empty if it is as the message's schema says.</summary>
    public static IReadOnlyList<string> FaultsOf(string message, string frame)
    {
        using var document = JsonDocument.Parse(frame);
        var options = new EvaluationOptions { OutputFormat = OutputFormat.List };
        var results = SchemaOf(message).Evaluate(document.RootElement, options);
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).Where(detail => detail.Errors is not null).SelectMany(detail =>
                detail.Errors!.Select(error => $"{message}{detail.InstanceLocation}: {error.Value}"))];
    }

    private static JsonSchema SchemaOf(string message)
    {
        lock (Schemas)
        {
            if (!Schemas.TryGetValue(message, out var schema))
            {
                Schemas[message] = schema = Build(message);
            }

            return schema;
        }
    }

    private static JsonSchema Build(string message)
    {
        var definitions = Root["components"]!["schemas"]!.DeepClone().AsObject();
        foreach (var (name, definition) in definitions)
        {
            if (name != OpenSchema)
            {
                Close(definition);
            }
        }

        var payload = Messages[message]!["payload"]!.DeepClone();
        Close(payload);
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["allOf"] = new JsonArray(payload),
            ["definitions"] = definitions,
        };
        return JsonSchema.FromText(
            root.ToJsonString().Replace("#/components/schemas/", Definitions, StringComparison.Ordinal));
    }

    private static void Close(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject schema:
                foreach (var (_, member) in schema)
                {
                    Close(member);
                }

                if (schema.ContainsKey("properties") && schema["type"] is JsonValue type && type.ToString() == "object")
                {
                    schema["additionalProperties"] = false;
                }

                break;
            case JsonArray schemas:
                foreach (var schema in schemas)
                {
                    Close(schema);
                }

                break;
        }
    }
}
