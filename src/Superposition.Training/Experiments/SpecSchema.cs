using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Superposition.Specs;
using Superposition.UniversalAnd;

namespace Superposition.Experiments;

/// <summary>
/// The JSON Schema of specs, from the same types that read them, so that an editor offers what the program takes. Shipped as
/// <c>experiments/spec.schema.json</c>, which every spec names.
/// </summary>
public static class SpecSchema
{
    /// <summary>The key under which a spec names its schema.</summary>
    internal const string Key = "$schema";

    /// <summary>The schema, indented, with a line feed at the end.</summary>
    public static string Export()
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = SpecJson.Indented.GetJsonSchemaAsNode(typeof(ExperimentSpec), options).AsObject();
        foreach (var experiment in schema["anyOf"]!.AsArray())
        {
            experiment!["properties"]!.AsObject().Insert(0, Key, new JsonObject { ["description"] = "Where the JSON Schema lies, for editors.", ["type"] = "string" });
        }

        schema.Insert(0, Key, "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Superposition experiment");
        return schema.ToJsonString(SpecJson.Indented).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return node;
        }

        var property = context.PropertyInfo?.AttributeProvider as MemberInfo;
        if ((property?.GetCustomAttribute<DescriptionAttribute>() ?? context.TypeInfo.Type.GetCustomAttribute<DescriptionAttribute>()) is { } description)
        {
            schema.Insert(0, "description", description.Description);
        }

        var items = schema["items"] as JsonObject;
        if (items is not null)
        {
            schema["minItems"] = 1;
            schema["uniqueItems"] = true;
        }

        if (property?.GetCustomAttribute<ConstructionKindAttribute>() is { } kinds)
        {
            var constructions = UniversalAndConstructions.All.Where(construction => (!kinds.OfAnyWidth || construction.RequiredNeurons(2) is null) && (!kinds.ReadsEncoding || construction.UsesEncoding));
            (items ?? schema)["enum"] = new JsonArray([.. constructions.Select(construction => (JsonNode)construction.Kind)]);
        }

        return schema;
    }
}
