using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Superposition.Reporting.Page;

/// <summary>
/// Markup in which everything that was inserted has been escaped. It is made from interpolated strings, so that nothing is inserted as it
/// is by oversight.
/// </summary>
/// <param name="Markup">The markup.</param>
public readonly record struct Html(string Markup)
{
    /// <summary>Empty markup.</summary>
    public static Html None { get; } = new("");

    /// <summary>
    /// Markup from a template: its literal parts stay as they are, strings in its holes are escaped, other markup in them is taken over.
    /// </summary>
    public static Html Of(HtmlTemplate template) => new(template.ToString());

    /// <summary>The parts one after the other, with nothing between them.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    /// <inheritdoc/>
    public override string ToString() => Markup;
}

/// <summary>Collects a template of <see cref="Html"/>. The compiler calls it; nobody else need.</summary>
/// <param name="literalLength">The length of the literal parts.</param>
/// <param name="formattedCount">The number of holes.</param>
[InterpolatedStringHandler]
public readonly ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder text = new(literalLength + (16 * formattedCount));

    /// <summary>Takes a literal part.</summary>
    public void AppendLiteral(string literal) => text.Append(literal);

    /// <summary>Escapes a string, for text as for a quoted attribute.</summary>
    public void AppendFormatted(string? value) => text.Append(Encoder.Encode(value ?? ""));

    /// <summary>Appends markup that is escaped already, as it is.</summary>
    public void AppendFormatted(Html markup) => text.Append(markup.Markup);

    /// <summary>Takes over markup, one piece after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> markup) => text.AppendJoin("", markup.Select(part => part.Markup));

    /// <summary>Appends a whole number in the invariant culture.</summary>
    public void AppendFormatted(int number) => text.Append(number);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
