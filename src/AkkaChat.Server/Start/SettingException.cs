namespace AkkaChat.Server.Start;

/// <summary>A setting is unknown or has a bad value; the message names it.</summary>
internal sealed class SettingException : Exception, IStartFailure
{
    /// <summary>The exit code that sysexits.h has for a configuration error.</summary>
    public const int ConfigExitCode = 78;

    /// <summary>Without further detail.</summary>
    public SettingException()
    {
    }

    /// <summary>With the sentence.</summary>
    public SettingException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence and its cause.</summary>
    public SettingException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <inheritdoc/>
    public int ExitCode => ConfigExitCode;
}
