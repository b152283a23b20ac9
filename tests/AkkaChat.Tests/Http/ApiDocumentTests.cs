using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaChat.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed partial class ApiDocumentTests(EdgeFixture fixture) : IClassFixture<EdgeFixture>
{
    private readonly EdgeServer _server = fixture.Server;

    [Fact]
    public async Task Every_endpoint_below_api_is_described()
    {
        var document = await ReadAsync();
        var missing = new List<string>();
        foreach (var endpoint in Endpoints())
        {
            var path = Constraint().Replace("/" + endpoint.RoutePattern.RawText!.Trim('/'), "}");
            foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                if (!document.GetProperty("paths").TryGetProperty(path, out var item)
                    || !item.TryGetProperty(method.ToLowerInvariant(), out var operation)
                    || !IsComplete(operation, NeedsToken(endpoint)))
                {
                    missing.Add($"{method} {path}");
                }
            }
        }

        Assert.Empty(missing);
        Assert.Equal(9, Endpoints().Count());
    }

    [Fact]
    public async Task It_describes_the_token_and_the_problem()
    {
        var components = (await ReadAsync()).GetProperty("components");

        var scheme = components.GetProperty("securitySchemes").GetProperty("bearer");
        Assert.Equal("http", scheme.GetProperty("type").GetString());
        Assert.Equal("bearer", scheme.GetProperty("scheme").GetString());
        var problem = components.GetProperty("schemas").GetProperty("ProblemBody").GetProperty("properties");
        Assert.True(problem.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task It_describes_bodies_field_by_field()
    {
        var schemas = (await ReadAsync()).GetProperty("components").GetProperty("schemas");

        Assert.Equal(
            ["clientMsgId", "content", "mentions", "replyTo"],
            schemas.GetProperty("MessageBody").GetProperty("properties").EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["room", "seq", "messageId", "time", "duplicate"],
            schemas.GetProperty("AckBody").GetProperty("properties").EnumerateObject().Select(field => field.Name));
    }

    private static bool NeedsToken(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null;

    private static bool IsComplete(JsonElement operation, bool needsToken)
    {
        var responses = operation.GetProperty("responses");
        return operation.TryGetProperty("summary", out _)
            && operation.TryGetProperty("operationId", out _)
            && HasBody(responses, "200", "application/json")
            && HasBody(responses, "500", Problem.MediaType)
            && operation.TryGetProperty("security", out _) == needsToken;
    }

    private static bool HasBody(JsonElement responses, string status, string mediaType) =>
        responses.GetProperty(status).GetProperty("content").GetProperty(mediaType).TryGetProperty("schema", out _);

    [GeneratedRegex(@":[^}]+\}")]
    private static partial Regex Constraint();

    private IEnumerable<RouteEndpoint> Endpoints() => _server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
        .OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal));

    private async Task<JsonElement> ReadAsync()
    {
        using var response = await _server.SendAsync(HttpMethod.Get, ApiDocument.Path, token: null);
        return await EdgeServer.JsonOf(response, 200);
    }
}
