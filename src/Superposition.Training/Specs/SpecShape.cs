using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Superposition.Specs;

/// <summary>
/// Holds a spec's text against the types it is to become: keys, kinds of values, names out of a closed set. What passes here is
/// deserialized without an error; whether the values make sense is for the spec itself to say.
/// </summary>
internal static class SpecShape
{
    /// <summary>Checks a value and all that is in it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="type">What it is to become.</param>
    /// <param name="path">Where it stands; empty for the whole spec.</param>
    /// <exception cref="SpecException">It cannot become that.</exception>
    public static void Check(SpecNode node, Type type, string path = "") => Check(node, type, path, isInGrid: false);

    private static void Check(SpecNode node, Type type, string path, bool isInGrid)
    {
        if (isInGrid && node.Kind == JsonTokenType.StartObject && (node["vary"] ?? node["tune"]) is { } list)
        {
            CheckAxis(node, list, type, path);
            return;
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            if (node.Kind != JsonTokenType.Null)
            {
                Check(node, underlying, path, isInGrid);
            }

            return;
        }

        if (type.GetCustomAttribute<ReadsAsAttribute>() is { } other)
        {
            Check(node, other.Type, path, isInGrid);
            return;
        }

        if (type.IsDefined(typeof(JsonConverterAttribute), inherit: false))
        {
            CheckByReading(node, type, path);
            return;
        }

        var contract = SpecJson.Line.GetTypeInfo(type);
        switch (contract.Kind)
        {
            case JsonTypeInfoKind.Object:
                CheckObject(node, contract, path, isInGrid);
                break;
            case JsonTypeInfoKind.Dictionary:
                Require(node, path, node.Kind == JsonTokenType.StartObject, "an object in { }");
                foreach (var member in node.Members)
                {
                    Check(member.Value, contract.ElementType!, path.Length == 0 ? member.Key : $"{path}.{member.Key}", isInGrid);
                }

                break;
            case JsonTypeInfoKind.Enumerable:
                Require(node, path, node.Kind == JsonTokenType.StartArray, "a list in [ ]");
                for (var i = 0; i < node.Items.Count; i++)
                {
                    Check(node.Items[i], contract.ElementType!, FormattableString.Invariant($"{path}[{i}]"), isInGrid);
                }

                break;
            default:
                CheckScalar(node, type, path);
                break;
        }
    }

    /// <summary>A list of values to vary or tune in the place of one; it is named by its key, or by "as".</summary>
    private static void CheckAxis(SpecNode node, SpecNode list, Type type, string path)
    {
        string[] keys = [node["vary"] is null ? "tune" : "vary", "as"];
        if (node.Members.Find(member => !keys.Contains(member.Key, StringComparer.Ordinal)) is { } other)
        {
            throw new SpecException($"{other.Place}: the key {Quotation.Of(other.Key)} is unknown where \"{keys[0]}\" is given, in "
                + $"{Name(path)}, expected as alone{Spelling.Hint(other.Key, keys[1..])}");
        }

        Require(list, $"{path}.{keys[0]}", list.Kind == JsonTokenType.StartArray && list.Items.Count > 0, "a list with at least one value");
        if (node["as"] is { } name)
        {
            Require(name, $"{path}.as", name.Kind == JsonTokenType.String && name.Text.Length > 0, "a name in double quotes");
        }

        for (var i = 0; i < list.Items.Count; i++)
        {
            Check(list.Items[i], type, FormattableString.Invariant($"{path}.{keys[0]}[{i}]"), isInGrid: false);
        }
    }

    /// <summary>A value with a form of its own, which its converter knows.</summary>
    private static void CheckByReading(SpecNode node, Type type, string path)
    {
        try
        {
            JsonSerializer.Deserialize(node.ToJson().Span, type, SpecJson.Line);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new SpecException($"{node.Place}: {Name(path)} is {node.Found}: {(e.InnerException ?? e).Message}");
        }
    }

    private static void CheckObject(SpecNode node, JsonTypeInfo contract, string path, bool isInGrid)
    {
        var discriminator = contract.PolymorphismOptions?.TypeDiscriminatorPropertyName;
        if (discriminator is not null && node.Kind == JsonTokenType.String)
        {
            node.BecomeObject(discriminator);
        }

        Require(node, path, node.Kind == JsonTokenType.StartObject, "an object in { }");
        if (discriminator is not null)
        {
            contract = SpecJson.Line.GetTypeInfo(KindOf(node, contract.PolymorphismOptions!, path));
        }

        var properties = contract.Properties.Where(property => property.Set is not null).ToArray();
        string[] keys =
            [.. discriminator is null ? (ReadOnlySpan<string>)[] : [discriminator], .. properties.Select(property => property.Name)];
        foreach (var member in node.Members.Where(member => !keys.Contains(member.Key, StringComparer.Ordinal)))
        {
            throw new SpecException($"{member.Place}: the key {Quotation.Of(member.Key)} is unknown in {Name(path)}, expected "
                + $"{Alternatives(keys)}{Spelling.Hint(member.Key, keys)}");
        }

        foreach (var property in properties)
        {
            if (node[property.Name] is not { } value)
            {
                if (property.IsRequired)
                {
                    throw new SpecException(
                        $"{node.Place}: {Name(path)} has no \"{property.Name}\", expected {Alternatives(keys, "and")}.");
                }
            }
            else if (value.Kind != JsonTokenType.Null || !property.IsSetNullable)
            {
                var within = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
                Check(
                    value, property.PropertyType, within, isInGrid
                    || property.AttributeProvider?.IsDefined(typeof(SpansGridAttribute), inherit: false) == true);
            }
        }
    }

    private static Type KindOf(SpecNode node, JsonPolymorphismOptions options, string path)
    {
        var key = options.TypeDiscriminatorPropertyName;
        var kinds = options.DerivedTypes.ToDictionary(derived => (string)derived.TypeDiscriminator!, derived =>
            derived.DerivedType, StringComparer.Ordinal);
        if (node[key] is not { } kind)
        {
            throw new SpecException($"{node.Place}: {Name(path)} has no \"{key}\", expected {Alternatives(kinds.Keys)}.");
        }

        if (kind.Kind == JsonTokenType.String && kinds.TryGetValue(kind.Text, out var type))
        {
            return type;
        }

        var where = path.Length == 0 ? key : $"{path}.{key}";
        throw new SpecException(
            $"{kind.Place}: {where} is {kind.Found}, expected {Alternatives(kinds.Keys)}{Spelling.Hint(kind.Text, kinds.Keys)}");
    }

    private static void CheckScalar(SpecNode node, Type type, string path)
    {
        if (type.IsEnum)
        {
            string[] names = [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
            if (node.Kind != JsonTokenType.String || !names.Contains(node.Text, StringComparer.Ordinal))
            {
                throw new SpecException(
                    $"{node.Place}: {path} is {node.Found}, expected {Alternatives(names)}{Spelling.Hint(node.Text, names)}");
            }
        }
        else if (type == typeof(string))
        {
            Require(node, path, node.Kind == JsonTokenType.String, "a text in double quotes");
        }
        else if (type == typeof(bool))
        {
            Require(node, path, node.Kind is JsonTokenType.True or JsonTokenType.False, "true or false");
        }
        else if (type == typeof(double))
        {
            Require(node, path, node.Kind == JsonTokenType.Number, "a number");
            Require(node, path, double.IsFinite(double.Parse(node.Text, CultureInfo.InvariantCulture)), "a number below 1.8e308");
        }
        else if (type == typeof(int))
        {
            RequireWholeNumber(
                node, path, int.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
                $"between {int.MinValue:N0} and {int.MaxValue:N0}");
        }
        else if (type == typeof(ulong))
        {
            RequireWholeNumber(
                node, path, ulong.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _),
                $"between 0 and {ulong.MaxValue:N0}");
        }
        else
        {
            throw new InvalidOperationException($"Specs have no values of the type {type.Name}: add it here.");
        }
    }

    private static void RequireWholeNumber(SpecNode node, string path, bool fits, string range)
    {
        Require(node, path, node.Kind == JsonTokenType.Number, "a whole number");
        Require(node, path, node.Text.IndexOfAny(['.', 'e', 'E']) < 0, "a whole number, written without point and exponent");
        Require(node, path, fits, $"a whole number {range}");
    }

    private static void Require(SpecNode node, string path, bool holds, string expected)
    {
        if (!holds)
        {
            throw new SpecException($"{node.Place}: {Name(path)} is {node.Found}, expected {expected}.");
        }
    }

    private static string Name(string path) => path.Length == 0 ? "the spec" : path;

    private static string Alternatives(IEnumerable<string> names, string conjunction = "or")
    {
        var list = names.ToArray();
        return list.Length == 1 ? list[0] : $"{string.Join(", ", list[..^1])} {conjunction} {list[^1]}";
    }
}
