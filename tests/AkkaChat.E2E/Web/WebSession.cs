using System.Text.Json;
using AkkaChat.E2E.Harness;

namespace AkkaChat.E2E.Web;

/// <summary>A page of somebody who signed in already.</summary>
public static class WebSession
{
    /// <summary>The script that lets the page find that person's session.</summary>
    public static string Of(Guest guest)
    {
        var session = JsonSerializer.Serialize(new
        {
            token = guest.Token,
            expiresAt = DateTimeOffset.UtcNow.AddMinutes(50).ToUnixTimeMilliseconds(),
            refreshToken = guest.RefreshToken,
            user = new { id = guest.Id, name = guest.Name },
        });
        return $"localStorage.getItem('akkachat.session') ?? localStorage.setItem('akkachat.session', {JsonSerializer.Serialize(session)})";
    }
}
