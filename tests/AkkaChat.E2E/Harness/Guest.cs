using System.Net.Http.Json;
using System.Text.Json;

namespace AkkaChat.E2E.Harness;

/// <summary>Somebody who signed in with a name.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="Name">The name.</param>
/// <param name="Token">An access token.</param>
/// <param name="RefreshToken">What to get others with.</param>
public sealed record Guest(string Id, string Name, string Token, string RefreshToken)
{
    /// <summary>Signs a new one in.</summary>
    public static Task<Guest> SignInAsync(ServerProcess server, string name) => SignInAsync(server.Http, name);

    /// <summary>Signs a new one in, wherever <paramref name="http"/> leads.</summary>
    public static async Task<Guest> SignInAsync(HttpClient http, string name)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/auth/guest", new { name });
        answer.EnsureSuccessStatusCode();
        return Of(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>The same one with newer tokens.</summary>
    public async Task<Guest> RefreshAsync(ServerProcess server)
    {
        using var answer = await server.Http.PostAsJsonAsync("/api/v1/auth/refresh", new { refreshToken = RefreshToken });
        answer.EnsureSuccessStatusCode();
        return Of(await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static Guest Of(JsonElement body) => new(
        body.GetProperty("user").GetProperty("id").GetString()!,
        body.GetProperty("user").GetProperty("name").GetString()!,
        body.GetProperty("token").GetString()!,
        body.GetProperty("refreshToken").GetString()!);
}
