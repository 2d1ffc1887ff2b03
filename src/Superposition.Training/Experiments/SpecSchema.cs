using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Superposition.Specs;
using Superposition.Studies;
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
        schema["anyOf"]!.AsArray().Add(SpecJson.Indented.GetJsonSchemaAsNode(typeof(StudyText), options));
        foreach (var experiment in schema["anyOf"]!.AsArray())
        {
            experiment!["properties"]!.AsObject().Insert(0, Key, new JsonObject { ["description"] = "Where the JSON Schema lies, for editors.", ["type"] = "string" });
        }

        schema.Insert(0, Key, "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Superposition experiment");
        schema.Insert(2, "$defs", new JsonObject { ["grid"] = Axes() });
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

        if (context.TypeInfo.PolymorphismOptions is { } kindsOf && context.BaseTypeInfo is null && schema["anyOf"] is JsonArray alternatives)
        {
            // A kind alone is short for an object with nothing else in it.
            alternatives.Add(new JsonObject { ["enum"] = new JsonArray([.. kindsOf.DerivedTypes.Select(derived => (JsonNode)(string)derived.TypeDiscriminator!)]) });
        }

        var isInGrid = context.PropertyInfo is not null && context.Path.Length > 4 && context.Path[1] is "tasks" or "networks";
        return isInGrid ? new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["$ref"] = "#/$defs/grid" }) } : schema;
    }

    /// <summary>What may stand in the place of any value inside a task or network.</summary>
    private static JsonObject Axes() => new()
    {
        ["description"] = "Values to vary for the question's sake, or to tune by training loss alone; \"as\" names their column.",
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["vary"] = new JsonObject { ["type"] = "array", ["minItems"] = 1 },
            ["tune"] = new JsonObject { ["type"] = "array", ["minItems"] = 1 },
            ["as"] = new JsonObject { ["type"] = "string" },
        },
        ["additionalProperties"] = false,
    };
}
