using System.Text.Json;
using AkkaChat.Protocol;
using AkkaChat.Server.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class ProblemStatusTests
{
    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [InlineData(ErrorCode.BadFrame, 400)]
    [InlineData(ErrorCode.UnknownType, 400)]
    [InlineData(ErrorCode.Unauthorized, 401)]
    [InlineData(ErrorCode.TokenExpired, 401)]
    [InlineData(ErrorCode.Forbidden, 403)]
    [InlineData(ErrorCode.NotFound, 404)]
    [InlineData(ErrorCode.NotMember, 403)]
    [InlineData(ErrorCode.AlreadyExists, 409)]
    [InlineData(ErrorCode.Muted, 403)]
    [InlineData(ErrorCode.Banned, 403)]
    [InlineData(ErrorCode.Blocked, 403)]
    [InlineData(ErrorCode.RoomFull, 409)]
    [InlineData(ErrorCode.TooLarge, 413)]
    [InlineData(ErrorCode.RateLimited, 429)]
    [InlineData(ErrorCode.Conflict, 409)]
    [InlineData(ErrorCode.RecallExpired, 409)]
    [InlineData(ErrorCode.ContentRejected, 422)]
    [InlineData(ErrorCode.Unavailable, 503)]
    [InlineData(ErrorCode.Internal, 500)]
    public void Each_code_has_its_status(ErrorCode code, int status) => Assert.Equal(status, ProblemStatus.Of(code));

    [Theory]
    [InlineData(400, ErrorCode.BadFrame)]
    [InlineData(401, ErrorCode.Unauthorized)]
    [InlineData(403, ErrorCode.Forbidden)]
    [InlineData(404, ErrorCode.NotFound)]
    [InlineData(405, ErrorCode.UnknownType)]
    [InlineData(408, ErrorCode.BadFrame)]
    [InlineData(413, ErrorCode.TooLarge)]
    [InlineData(415, ErrorCode.BadFrame)]
    [InlineData(429, ErrorCode.RateLimited)]
    [InlineData(500, ErrorCode.Internal)]
    [InlineData(503, ErrorCode.Unavailable)]
    public void Each_status_of_the_framework_has_a_code(int status, ErrorCode code) =>
        Assert.Equal(code, ProblemStatus.CodeOf(status));

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Each_code_makes_a_problem(ErrorCode code)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };

        await new Problem(code).ExecuteAsync(context);

        using var problem = JsonDocument.Parse(body.ToArray());
        var root = problem.RootElement;
        Assert.Equal(Problem.MediaType, context.Response.ContentType);
        Assert.Equal(ProblemStatus.Of(code), context.Response.StatusCode);
        Assert.Equal("about:blank", root.GetProperty("type").GetString());
        Assert.Equal(code.Sentence(), root.GetProperty("title").GetString());
        Assert.Equal(ProblemStatus.Of(code), root.GetProperty("status").GetInt32());
        Assert.Equal(code.Name(), root.GetProperty("code").GetString());
        Assert.Equal(code.IsTemporary(), root.GetProperty("temporary").GetBoolean());
        Assert.Equal(code.IsTemporary(), root.TryGetProperty("retryAfterMs", out _));
        Assert.Equal(code.IsTemporary(), context.Response.Headers.RetryAfter.Count == 1);
    }
}
