using AkkaChat.Server.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AkkaChat.Tests.Http;

public sealed class FailureHandlerTests
{
    [Fact]
    public async Task A_client_that_is_gone_is_told_nothing_and_nothing_is_thrown()
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext
        {
            RequestServices = services,
            RequestAborted = new CancellationToken(canceled: true),
        };
        context.Response.Body = new MemoryStream();

        var isHandled = await new FailureHandler(NullLogger<FailureHandler>.Instance).TryHandleAsync(
            context, new BadHttpRequestException("unexpected end", StatusCodes.Status400BadRequest), CancellationToken.None);

        Assert.True(isHandled);
        Assert.Equal(0, context.Response.Body.Length);
    }
}
