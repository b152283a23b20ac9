namespace AkkaChat.E2E.Faults;

/// <summary>A message that has no final answer yet.</summary>
internal sealed class Draft(string room, string key, string text)
{
    /// <summary>Where it is to go.</summary>
    public string Room => room;

    /// <summary>What it is known by, however often it is sent.</summary>
    public string Key => key;

    /// <summary>What it says.</summary>
    public string Text => text;

    /// <summary>When it is to be sent again, by the history's time, if nothing comes.</summary>
    public TimeSpan AgainAt { get; set; }

    /// <summary>What goes out.</summary>
    public object Fields => new { room, clientMsgId = key, content = new { kind = "text", text } };
}
