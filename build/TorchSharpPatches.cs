using System;
using System.IO;
using System.Linq;
using System.Text;

/// <summary>
/// Makes one required symbol version of a 64-bit little-endian ELF library optional, by setting VER_FLG_WEAK in its Vernaux entry
/// (System V ABI, "Symbol Versioning"; section type SHT_GNU_verneed).
/// </summary>
public static class ElfSymbolVersion
{
    private const uint SectionTypeVersionNeeds = 0x6ffffffe;
    private const ushort FlagWeak = 2;

    /// <summary>Returns a copy of <paramref name="elf"/> in which <paramref name="version"/> is optional.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a library, or it does not require the version exactly
    /// once.</exception>
    public static byte[] MakeOptional(byte[] elf, string version)
    {
        try
        {
            return SetFlag(elf, version);
        }
        catch (Exception e) when (e is ArgumentException || e is IndexOutOfRangeException || e is OverflowException)
        {
            throw new InvalidDataException("the ELF file is damaged: an offset points outside of it");
        }
    }

    private static byte[] SetFlag(byte[] elf, string version)
    {
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
        {
            throw new InvalidDataException("not a 64-bit little-endian ELF file");
        }

        var relaxed = (byte[])elf.Clone();
        var sections = checked((int)BitConverter.ToUInt64(elf, 0x28));
        int sectionSize = BitConverter.ToUInt16(elf, 0x3a);
        int sectionCount = BitConverter.ToUInt16(elf, 0x3c);
        var found = 0;
        for (var s = 0; s < sectionCount; s++)
        {
            var header = checked(sections + (s * sectionSize));
            if (BitConverter.ToUInt32(elf, header + 4) != SectionTypeVersionNeeds)
            {
                continue;
            }

            var strings = StringTable(elf, sections, sectionSize, header);
            var need = checked((int)BitConverter.ToUInt64(elf, header + 0x18));
            for (var needs = BitConverter.ToUInt32(elf, header + 0x2c); needs > 0; needs--)
            {
                var entry = checked(need + (int)BitConverter.ToUInt32(elf, need + 8));
                for (int entries = BitConverter.ToUInt16(elf, need + 2); entries > 0; entries--)
                {
                    if (Name(elf, strings, BitConverter.ToUInt32(elf, entry + 8)) == version)
                    {
                        found++;
                        relaxed[entry + 4] |= (byte)FlagWeak;
                    }

                    entry = checked(entry + (int)BitConverter.ToUInt32(elf, entry + 12));
                }

                need = checked(need + (int)BitConverter.ToUInt32(elf, need + 12));
            }
        }

        return found == 1
            ? relaxed
            : throw new InvalidDataException("it requires the symbol version " + version + " " + found + " times, expected once");
    }

    private static int StringTable(byte[] elf, int sections, int sectionSize, int header)
    {
        var link = checked((int)BitConverter.ToUInt32(elf, header + 0x28));
        return checked((int)BitConverter.ToUInt64(elf, sections + (link * sectionSize) + 0x18));
    }

    private static string Name(byte[] elf, int strings, uint offset)
    {
        var start = checked(strings + (int)offset);
        var end = Array.IndexOf(elf, (byte)0, start);
        return end < 0 ? throw new ArgumentException("unterminated name") : Encoding.ASCII.GetString(elf, start, end - start);
    }
}

/// <summary>
/// Makes the just-in-time compiler leave one assembly unoptimized, by two more flags in its DebuggableAttribute. A custom attribute's value
/// (ECMA-335, II.23.3) is the prolog 0x0001, the constructor's arguments, here one int32 of DebuggingModes, and the number of named
/// arguments; in the blob heap it stands behind its length.
/// </summary>
public static class UnoptimizedAssembly
{
    private const byte Default = 0x1;
    private const byte IgnoreSymbolStoreSequencePoints = 0x2;
    private const byte DisableOptimizationsHigh = 0x1; // of 0x100

    private static readonly byte[] Optimized = { 8, 1, 0, IgnoreSymbolStoreSequencePoints, 0, 0, 0, 0, 0 };
    private static readonly byte[] Unoptimized =
        { 8, 1, 0, IgnoreSymbolStoreSequencePoints | Default, DisableOptimizationsHigh, 0, 0, 0, 0 };

    /// <summary>Returns a copy of an assembly, compiled for release, that is not to be optimized further.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an assembly, or its attribute is not found exactly once.</exception>
    public static byte[] Mark(byte[] assembly)
    {
        if (assembly.Length < 2 || assembly[0] != 'M' || assembly[1] != 'Z')
        {
            throw new InvalidDataException("not a .NET assembly");
        }

        var places = Enumerable.Range(0, Math.Max(0, assembly.Length - Optimized.Length + 1)).Where(start =>
            IsAt(assembly, start, Optimized) || IsAt(assembly, start, Unoptimized)).ToArray();
        if (places.Length != 1)
        {
            throw new InvalidDataException("it has " + places.Length + " values that could be its DebuggableAttribute, expected one");
        }

        var marked = (byte[])assembly.Clone();
        Unoptimized.CopyTo(marked, places[0]);
        return marked;
    }

    private static bool IsAt(byte[] assembly, int start, byte[] value)
    {
        var same = 0;
        while (same < value.Length && assembly[start + same] == value[same])
        {
            same++;
        }

        return same == value.Length;
    }
}

#if !WITHOUT_MSBUILD
/// <summary>Writes a patched copy of a file of the TorchSharp package.</summary>
public abstract class PatchedCopy : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Original { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Copy { get; set; }

    public override bool Execute()
    {
        byte[] patched;
        try
        {
            patched = Patch(File.ReadAllBytes(Original));
        }
        catch (InvalidDataException e)
        {
            Log.LogError(
                "{0} cannot be patched: {1}. Expected the file of TorchSharp 0.107.0; for another version see "
                + "build/TorchSharpPatches.targets.", Original, e.Message);
            return false;
        }

        // A new file under a new name, then put in place: an output that is a hard link to the old one is never written through,
        // and of several projects built at once each finds either no file or a whole one.
        Directory.CreateDirectory(Path.GetDirectoryName(Copy));
        var fresh = Copy + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(fresh, patched);
        try
        {
            File.Delete(Copy);
            File.Move(fresh, Copy);
        }
        catch (IOException) when (File.Exists(Copy) && File.ReadAllBytes(Copy).SequenceEqual(patched))
        {
            // Another project's build was faster and put the same bytes there.
            File.Delete(fresh);
        }

        return true;
    }

    protected abstract byte[] Patch(byte[] original);
}

/// <summary>A native library in which one required symbol version is optional.</summary>
public sealed class RelaxSymbolVersion : PatchedCopy
{
    [Microsoft.Build.Framework.Required]
    public string SymbolVersion { get; set; }

    protected override byte[] Patch(byte[] original) => ElfSymbolVersion.MakeOptional(original, SymbolVersion);
}

/// <summary>An assembly that the just-in-time compiler does not optimize.</summary>
public sealed class LeaveUnoptimized : PatchedCopy
{
    protected override byte[] Patch(byte[] original) => UnoptimizedAssembly.Mark(original);
}
#endif
