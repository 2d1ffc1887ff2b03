using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Superposition.Specs;
using Superposition.Studies.Networks;
using Superposition.UniversalAnd;

namespace Superposition.Studies;

/// <summary>
/// The JSON Schema of specs, from the same types that read them, so that an editor offers what the program takes. Shipped as
/// <c>experiments/spec.schema.json</c>, which every spec names.
/// </summary>
public static class SpecSchema
{
    /// <summary>The key under which a spec names its schema.</summary>
    internal const string Key = "$schema";

    private const string Reference = "$ref";

    /// <summary>The schema, indented, with a line feed at the end.</summary>
    public static string Export()
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = SpecJson.Indented.GetJsonSchemaAsNode(typeof(StudyText), options).AsObject();
        schema["properties"]!.AsObject().Insert(
            0, Key, new JsonObject { ["description"] = "Where the JSON Schema lies, for editors.", ["type"] = "string" });
        Repoint(schema);
        schema["$defs"] = new JsonObject { [Grid.Vary] = List(Grid.Vary), [Grid.Tune] = List(Grid.Tune) };
        schema.Insert(0, Key, "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Superposition study");
        return schema.ToJsonString(SpecJson.Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        var property = context.PropertyInfo?.AttributeProvider as MemberInfo;
        var isInnerNetwork = context.TypeInfo.Type == typeof(InnerNetwork);
        if ((isInnerNetwork ? new JsonObject { [Reference] = "#/properties/networks/items" } : node) is not JsonObject schema)
        {
            return node;
        }

        if ((property?.GetCustomAttribute<DescriptionAttribute>()
            ?? context.TypeInfo.Type.GetCustomAttribute<DescriptionAttribute>()) is { } description)
        {
            schema.Insert(0, "description", description.Description);
        }

        var items = schema["items"] as JsonObject;
        if (items is not null)
        {
            schema["minItems"] = 1;
        }

        if (property?.GetCustomAttribute<ConstructionKindAttribute>() is { } kinds)
        {
            var constructions = UniversalAndConstructions.All.Where(construction =>
                (!kinds.OfAnyWidth || construction.RequiredNeurons(2) is null) && (!kinds.ReadsEncoding || construction.UsesEncoding));
            (items ?? schema)["enum"] = new JsonArray([.. constructions.Select(construction => (JsonNode)construction.Kind)]);
        }

        if (context.BaseTypeInfo is null && context.TypeInfo.PolymorphismOptions is not null && schema["anyOf"] is JsonArray forms)
        {
            AddShortForms(schema, forms);
        }

        return property is not null && context.Path.Length > 3 && context.Path[1] is "tasks" or "networks" ? Varied(schema) : schema;
    }

    /// <summary>A text is short for an object that has a kind and needs nothing else.</summary>
    private static void AddShortForms(JsonObject schema, JsonArray forms)
    {
        string[] kinds =
        [
            .. from form in forms.OfType<JsonObject>()
               where form["required"] is not JsonArray required || required.All(key => key!.GetValue<string>() == "kind")
               select form["properties"]?["kind"]?["const"]?.GetValue<string>() into kind
               where kind is not null
               select kind,
        ];
        if (kinds.Length > 0)
        {
            string[] types = schema["type"] is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())] : ["object"];
            schema["type"] = new JsonArray([.. types.Append("string").Select(type => (JsonNode)type)]);
            forms.Add((JsonNode)new JsonObject
            {
                ["description"] = "Short for an object of that kind.",
                ["enum"] = new JsonArray([.. kinds.Select(kind => (JsonNode)kind)]),
            });
        }
    }

    /// <summary>A value within a task or network, or a list of such values to vary or tune.</summary>
    private static JsonObject Varied(JsonObject schema)
    {
        var varied = new JsonObject();
        if (schema["description"] is { } description)
        {
            varied["description"] = description.GetValue<string>();
        }

        varied["anyOf"] = new JsonArray(
            schema, new JsonObject { [Reference] = "#/$defs/" + Grid.Vary }, new JsonObject { [Reference] = "#/$defs/" + Grid.Tune });
        return varied;
    }

    /// <summary>A list in the place of a value, with a name of its own if it needs one.</summary>
    private static JsonObject List(string key) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            [key] = new JsonObject { ["type"] = "array", ["minItems"] = 1 },
            [Grid.As] = new JsonObject { ["type"] = "string" }
        },
        ["required"] = new JsonArray(key),
        ["additionalProperties"] = false,
    };

    /// <summary>References into a task or network lead to the value itself, which is now the first of three forms.</summary>
    private static void Repoint(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Repoint(item);
            }
        }
        else if (node is JsonObject schema)
        {
            foreach (var value in schema.Select(member => member.Value).ToArray())
            {
                Repoint(value);
            }

            if (schema[Reference] is JsonValue reference
                && reference.GetValue<string>().Split('/') is ["#", "properties", "tasks" or "networks", ..] path)
            {
                schema[Reference] = string.Join('/', path.SelectMany((word, i) =>
                    i > 2 && i < path.Length - 1 && path[i - 1] == "properties" ? (string[])[word, "anyOf", "0"] : [word]));
            }
        }
    }
}
