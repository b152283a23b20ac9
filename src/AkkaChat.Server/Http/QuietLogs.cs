using Microsoft.Extensions.Options;

namespace AkkaChat.Server.Http;

/// <summary>
/// Keeps the framework from logging request addresses, which may carry an access token (<c>?access_token=</c>): whatever the
/// settings say, for every logger. Also keeps it quiet about a failed start, which is explained in one sentence.
/// </summary>
internal sealed class QuietLogs(Readiness readiness) : IPostConfigureOptions<LoggerFilterOptions>
{
    // Writes the whole address of each request at Information.
    private const string RequestCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private static readonly string[] StartCategories =
        ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Hosting"];

    /// <inheritdoc/>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // Of several rules that fit, the one that names the logger and the longest category counts, and the last of those.
        var loggers = options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList();
        foreach (var logger in loggers)
        {
            options.Rules.Add(new LoggerFilterRule(logger, RequestCategory, LogLevel.Warning, filter: null));
            foreach (var category in StartCategories)
            {
                var usual = LevelOf(logger, category, options);
                options.Rules.Add(new LoggerFilterRule(
                    logger, category, logLevel: null, (_, _, level) => readiness.HasBegun && level >= usual));
            }
        }
    }

    private static LogLevel LevelOf(string? logger, string category, LoggerFilterOptions options) => options.Rules
        .Where(rule => (rule.ProviderName is null || rule.ProviderName == logger)
            && rule.LogLevel is not null
            && (rule.CategoryName is null || category.StartsWith(rule.CategoryName, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(rule => rule.ProviderName is null ? 0 : 1)
        .ThenBy(rule => rule.CategoryName?.Length ?? 0)
        .LastOrDefault()?.LogLevel ?? options.MinLevel;
}
