namespace AkkaChat.Protocol;

/// <summary>The rule for names of people and rooms.</summary>
public static class NameText
{
    /// <summary>
    /// Why <paramref name="name"/> can't be a name; null if it can. Blanks around it must have been taken off already.
    /// </summary>
    public static ErrorCode? FaultOf(ReadOnlySpan<char> name)
    {
        if (name.Length > Limits.MaxNameChars)
        {
            return ErrorCode.TooLarge;
        }

        if (name.IsWhiteSpace())
        {
            return ErrorCode.BadFrame;
        }

        foreach (var character in name)
        {
            if (char.IsControl(character))
            {
                return ErrorCode.BadFrame;
            }
        }

        return null;
    }
}
