import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Validates PDFs with the veraPDF library: java VeraCheck FLAVOUR,FLAVOUR FILE...
 *
 * <p>One line a verdict, parted by tabs: file, flavour, checks made, then "pass" or one broken rule a
 * line with its count and the first message. The library's own way to load a profile needs JAXB,
 * which the jar lacks, so the profile is read with the parser of the JDK.
 */
public final class VeraCheck {
    private static final int EVERY_FAILURE = 100_000;

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.fromString(name);
            ValidationProfile profile = profile(flavour);
            for (int i = 1; i < arguments.length; i++) {
                report(arguments[i], name, validate(arguments[i], flavour, profile));
            }
        }
    }

    private static ValidationResult validate(String file, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (InputStream data = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(data, flavour);
                PDFAValidator validator = Foundries.defaultInstance()
                        .createValidator(profile, EVERY_FAILURE, false, false, false)) {
            return validator.validate(parser);
        }
    }

    private static void report(String file, String flavour, ValidationResult result) {
        TreeMap<String, List<String>> broken = new TreeMap<>();
        for (TestAssertion check : result.getTestAssertions()) {
            if (check.getStatus() == TestAssertion.Status.FAILED) {
                String rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
                broken.computeIfAbsent(rule, key -> new ArrayList<>())
                        .add(check.getMessage() + " at " + check.getLocation().getContext());
            }
        }
        String start = String.join("\t", file, flavour, String.valueOf(result.getTotalAssertions()));
        if (result.isCompliant()) {
            System.out.println(start + "\tpass");
        }
        broken.forEach((rule, messages) -> System.out.println(String.join("\t", start, rule,
                String.valueOf(messages.size()), messages.get(0).replaceAll("\\s+", " "))));
    }

    private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
        String id = flavour.getId();
        String name = id.equals("ua1") ? "PDFUA-1" : "PDFA-" + id.toUpperCase();
        String path = "/org/verapdf/pdfa/validation/" + name + ".xml";
        Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(VeraCheck.class.getResourceAsStream(path)).getDocumentElement();
        Set<Rule> rules = new HashSet<>();
        for (Element rule : all(root, "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element variable : all(root, "variable")) {
            variables.add(Profiles.variableFromValues(variable.getAttribute("name"),
                    variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")));
        }
        return Profiles.profileFromValues(flavour,
                Profiles.profileDetailsFromValues(name, name, "tests", new Date(0)), "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = all(rule, "id").get(0);
        String deferred = rule.getAttribute("deferred");
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
                rule.getAttribute("object"), deferred.isEmpty() ? null : Boolean.valueOf(deferred),
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), new ArrayList<>()), new ArrayList<>());
    }

    private static List<Element> all(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static String text(Element parent, String tag) {
        List<Element> found = all(parent, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
    }
}
