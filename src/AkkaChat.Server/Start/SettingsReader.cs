using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace AkkaChat.Server.Start;

/// <summary>
/// Reads options classes from the configuration. A value of the wrong type or out of range, and a key below <c>AkkaChat</c>
/// that no options class has, stop the start with a sentence that names the full key.
/// </summary>
/// <param name="configuration">appsettings.json, environment and command line in one.</param>
internal sealed class SettingsReader(IConfiguration configuration)
{
    private readonly KnownKeys _known = new();

    /// <summary>The settings of <paramref name="section"/>, converted and checked.</summary>
    /// <exception cref="SettingException">One of them is bad.</exception>
    public T Read<T>(string section)
        where T : class, new()
    {
        Convert(section, typeof(T));
        var options = configuration.GetSection(section).Get<T>() ?? new T();
        Check(section, options);
        return options;
    }

    /// <summary>Leaves <paramref name="section"/> to somebody who checks it alone.</summary>
    public void Leave(string section) => _known.AddTree(section);

    /// <summary>Stops the start if a key below <c>AkkaChat</c> was read by nobody: it is most likely mistyped.</summary>
    /// <exception cref="SettingException">There is such a key.</exception>
    public void RejectUnknown()
    {
        foreach (var (key, value) in configuration.GetSection(ServerOptions.Section).AsEnumerable())
        {
            if (value is null || _known.Contains(key))
            {
                continue;
            }

            var near = _known.Nearest(key);
            throw new SettingException(
                near is null ? $"{key} is not a setting." : $"{key} is not a setting; did you mean {near}?");
        }
    }

    private void Convert(string section, Type type)
    {
        _known.AddSection(section);
        foreach (var property in Settable(type))
        {
            var key = $"{section}:{property.Name}";
            if (IsNested(property.PropertyType))
            {
                Convert(key, property.PropertyType);
            }
            else if (property.PropertyType.IsArray)
            {
                _known.AddList(key);
            }
            else
            {
                _known.Add(key);
                ConvertValue(key, property.PropertyType);
            }
        }
    }

    private void ConvertValue(string key, Type type)
    {
        try
        {
            _ = configuration.GetValue(type, key);
        }
        catch (InvalidOperationException failure)
        {
            var expected = Kind(Nullable.GetUnderlyingType(type) ?? type);
            throw new SettingException($"{key} is '{configuration[key]}', which is not {expected}.", failure);
        }
    }

    private static void Check(string section, object options)
    {
        foreach (var property in Settable(options.GetType()))
        {
            var key = $"{section}:{property.Name}";
            var value = property.GetValue(options);
            if (value is not null && IsNested(property.PropertyType))
            {
                Check(key, value);
            }

            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                {
                    throw new SettingException(Sentence(key, value, rule));
                }
            }
        }

        if (options is IValidatableObject validatable)
        {
            foreach (var result in validatable.Validate(new ValidationContext(options)))
            {
                throw new SettingException($"{section}:{result.MemberNames.First()} {result.ErrorMessage}");
            }
        }
    }

    private static string Sentence(string key, object? value, ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => string.Create(
            CultureInfo.InvariantCulture, $"{key} is {value}; it must be from {range.Minimum} to {range.Maximum}."),
        RequiredAttribute => $"{key} is empty; it needs a value.",
        _ => rule.FormatErrorMessage(key),
    };

    private static string Kind(Type type) =>
        type == typeof(TimeSpan) ? "a time span (such as 00:00:30 for 30 seconds)"
        : type == typeof(bool) ? "true or false"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : "a whole number";

    private static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static bool IsNested(Type type) =>
        type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);
}
