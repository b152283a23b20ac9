using System.Data.Common;
using System.Globalization;

namespace AkkaChat.Tests.Storage;

/// <summary>Rows as texts that can be compared.</summary>
internal static class RowTexts
{
    public static async Task<IReadOnlyList<string>> ReadAsync(DbDataReader rows)
    {
        var texts = new List<string>();
        while (await rows.ReadAsync())
        {
            var values = new object[rows.FieldCount];
            rows.GetValues(values);
            texts.Add(string.Join('|', values.Select(Text)));
        }

        return texts;
    }

    private static string? Text(object value) => value switch
    {
        DBNull => "-",
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
