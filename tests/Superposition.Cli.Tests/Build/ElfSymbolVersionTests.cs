namespace Superposition.Tests.Build;

/// <summary>The one bit that lets TorchSharp's library load on older Linux systems.</summary>
public class ElfSymbolVersionTests
{
    private const string Version = "GLIBCXX_3.4.32";

    private static readonly byte[] Original = File.ReadAllBytes(Places.LibTorchSharpOfPackage);

    [Fact]
    public void Exactly_one_bit_changes()
    {
        var relaxed = ElfSymbolVersion.MakeOptional(Original, Version);
        Assert.Equal(Original.Length, relaxed.Length);
        var place = Assert.Single(Enumerable.Range(0, Original.Length), i => Original[i] != relaxed[i]);
        Assert.Equal(2, Original[place] ^ relaxed[place]);
        Assert.Equal(2, relaxed[place]);
    }

    [Fact]
    public void Doing_it_twice_is_doing_it_once()
    {
        var once = ElfSymbolVersion.MakeOptional(Original, Version);
        Assert.Equal(once, ElfSymbolVersion.MakeOptional(once, Version));
    }

    [Fact]
    public void What_is_given_is_not_changed()
    {
        var copy = (byte[])Original.Clone();
        ElfSymbolVersion.MakeOptional(copy, Version);
        Assert.Equal(Original, copy);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.99")]
    [InlineData("GLIBCXX_3.4.3")]
    [InlineData("")]
    public void A_library_that_does_not_require_the_version_is_refused(string version)
    {
        var error = Assert.Throws<InvalidDataException>(() => ElfSymbolVersion.MakeOptional(Original, version));
        Assert.Equal($"it requires the symbol version {version} 0 times, expected once", error.Message);
    }

    [Fact]
    public void What_is_no_64_bit_little_endian_ELF_file_is_refused()
    {
        byte[][] others = [[], [0x7f, (byte)'E', (byte)'L', (byte)'F'], new byte[1000], [.. "MZ"u8, .. new byte[1000]], Changed(4, 1),
            Changed(5, 2), Changed(0, 0)];
        Assert.All(
            others, bytes => Assert.Equal(
            "not a 64-bit little-endian ELF file", Assert.Throws<InvalidDataException>(
            () => ElfSymbolVersion.MakeOptional(bytes, Version)).Message));
    }

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        for (var length = 64; length < Original.Length; length += Math.Max(1, Original.Length / 97))
        {
            Assert.Throws<InvalidDataException>(() => ElfSymbolVersion.MakeOptional(Original[..length], Version));
        }
    }

    [Fact]
    public void Offsets_that_point_outside_are_refused()
    {
        // Section headers (0x28), their size (0x3a) and number (0x3c).
        foreach (var place in (int[])[0x28, 0x2b, 0x2f, 0x3b])
        {
            Assert.Throws<InvalidDataException>(() => ElfSymbolVersion.MakeOptional(Changed(place, 0x7f), Version));
        }

        Assert.Throws<InvalidDataException>(() => ElfSymbolVersion.MakeOptional(Changed(0x3c, 0), Version));
    }

    [Fact]
    public void The_build_output_is_the_package_file_but_for_that_bit_and_the_package_is_as_it_was()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // The file is copied on Linux only.
        }

        var output = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so"));
        Assert.Equal(ElfSymbolVersion.MakeOptional(Original, Version), output);
        Assert.NotEqual(Original, output);
    }

    private static byte[] Changed(int place, byte value)
    {
        var bytes = (byte[])Original.Clone();
        bytes[place] = value;
        return bytes;
    }
}
