namespace AkkaChat.Server.Auth.WeChat;

/// <summary>What a mini program gives to sign its user in.</summary>
/// <param name="Code">What <c>wx.login</c> gave; good once, for five minutes.</param>
internal sealed record WeChatBody(string? Code);
