using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AkkaChat.Protocol;
using AkkaChat.Server.Http;
using AkkaChat.Tests.Protocol;
using Json.Schema;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Xunit;

namespace AkkaChat.Tests.Http;

/// <summary>What the OpenAPI document shows is what the server answers.</summary>
public sealed partial class ApiExampleTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private static readonly string[] Own = ["/api", "/media"];
    private readonly EdgeServer _server = fixture.Server;

    [Fact]
    public async Task The_document_is_valid()
    {
        var read = OpenApiDocument.Parse(await TextAsync(ApiDocument.Path), "json");

        Assert.NotNull(read.Document);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
    }

    [Fact]
    public async Task Every_endpoint_is_described_with_all_its_errors()
    {
        var paths = (await DocumentAsync())["paths"]!.AsObject();
        var endpoints = Endpoints().ToList();

        Assert.NotEmpty(endpoints);
        Assert.All(endpoints, endpoint =>
        {
            var path = Constraint().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "}");
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                var name = $"{method} {path}";
                var operation = paths[path]?[method.ToLowerInvariant()];
                Assert.True(operation is not null, name + " is not described");
                Assert.True(operation["summary"] is not null, name + " has no summary");
                Assert.True(operation["responses"]!["200"] is not null, name + " has no answer");
                AssertErrors(name, operation["responses"]!, endpoint.Metadata.GetMetadata<ProblemCodes>());
            }
        });
    }

    [Fact]
    public async Task Every_body_has_an_example_that_is_as_its_schema_says()
    {
        var document = await DocumentAsync();
        var shown = Bodies(document).ToList();

        Assert.All(shown.Where(body => body.MediaType == "application/json"), body =>
            Assert.True(body.Media["example"] is not null, $"{body.Where} has no example"));
        foreach (var (where, _, media) in shown)
        {
            var examples = (media["examples"]?.AsObject() ?? []).Select(example => example.Value!["value"]!).ToList();
            if (media["example"] is { } one)
            {
                examples.Add(one);
            }

            Assert.All(examples, example => Assert.True(IsValid(document, media["schema"]!, example), $"{where}: {example}"));
        }
    }

    [Theory]
    [InlineData(typeof(AckBody), "ack")]
    [InlineData(typeof(EventListBody), "events")]
    [InlineData(typeof(RoomListBody), "rooms")]
    public void An_example_is_the_golden_body(Type type, string file) => Assert.True(JsonNode.DeepEquals(
        JsonNode.Parse(GoldenFiles.Text("bodies", file)), JsonNode.Parse(ApiExamples.Bodies[type])));

    [Fact]
    public async Task Rooms_and_messages_are_described_as_on_the_socket()
    {
        var http = (await DocumentAsync())["components"]!["schemas"]!;
        var socket = AsyncApiDocument.Root["components"]!["schemas"]!;

        Assert.Equal(FieldsOf(socket["Room"]!), FieldsOf(http["RoomBody"]!));
        Assert.Equal(FieldsOf(socket["MessageEvent"]!), FieldsOf(http["EventBody"]!));
    }

    [Fact]
    public async Task The_document_of_the_socket_is_served_too()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, "/asyncapi/v1.json", token: null);

        var document = await EdgeServer.JsonOf(response, 200);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("3.0.0", document.GetProperty("asyncapi").GetString());
    }

    private static void AssertErrors(string name, JsonNode responses, ProblemCodes? problems)
    {
        Assert.True(problems is not null, name + " says nothing of errors");
        Assert.All(problems.Codes, code =>
        {
            var status = ProblemStatus.Of(code).ToString(CultureInfo.InvariantCulture);
            var example = responses[status]?["content"]?[Problem.MediaType]?["examples"]?[code.Name()]?["value"];
            Assert.True(example is not null, $"{name} does not show {code.Name()} under {status}");
            Assert.Equal(code.Name(), example["code"]!.ToString());
        });
    }

    private static IEnumerable<(string Where, string MediaType, JsonNode Media)> Bodies(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value is JsonObject
        from body in (operation.Value["responses"]?.AsObject() ?? []).Append(new("request", operation.Value["requestBody"]))
        from media in body.Value?["content"]?.AsObject() ?? []
        select ($"{operation.Key} {path.Key} {body.Key}", media.Key, media.Value!);

    private static bool IsValid(JsonNode document, JsonNode schema, JsonNode example)
    {
        var root = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["allOf"] = new JsonArray(schema.DeepClone()),
            ["$defs"] = document["components"]!["schemas"]!.DeepClone(),
        };
        var text = root.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        using var value = JsonDocument.Parse(example.ToJsonString());
        return JsonSchema.FromText(text).Evaluate(value.RootElement).IsValid;
    }

    private static IEnumerable<string> FieldsOf(JsonNode schema) =>
        schema["properties"]!.AsObject().Select(field => field.Key).Order();

    private IEnumerable<RouteEndpoint> Endpoints() => _server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => Own.Any(prefix =>
            ("/" + endpoint.RoutePattern.RawText!.TrimStart('/')).StartsWith(prefix + "/", StringComparison.Ordinal)));

    private async Task<JsonNode> DocumentAsync() => JsonNode.Parse(await TextAsync(ApiDocument.Path))!;

    private async Task<string> TextAsync(string path)
    {
        using var response = await _server.SendAsync(HttpMethod.Get, path, token: null);
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex(@":[^}]+\}")]
    private static partial Regex Constraint();
}
