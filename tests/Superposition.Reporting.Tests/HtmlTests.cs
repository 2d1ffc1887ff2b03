using Superposition.Reporting.Page;

namespace Superposition.Tests.Reporting;

/// <summary>What is put into a page is escaped unless it is markup already.</summary>
public class HtmlTests
{
    [Fact]
    public void Strings_are_escaped_and_markup_is_not()
    {
        const string Text = "<b> & \"x\" ε";
        Assert.Equal(
            "<p title=\"&lt;b&gt; &amp; &quot;x&quot; ε\"><i>1</i>23</p>",
            Html.Of($"<p title=\"{Text}\">{Html.Of($"<i>{1}</i>")}{new[] { Html.Of($"{2}"), Html.Of($"{3}") }}</p>").Markup);
    }
}
