package io.mainstay.node;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

/** Who may know whom. {@code docs/architecture.md} says why. */
@AnalyzeClasses(packages = "io.mainstay", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] JDK = {"java..", "javax..", "org.slf4j..", "org.jspecify.."};

  @ArchTest static final ArchRule healthSpiKnowsTheJdkOnly = knowsOnly("io.mainstay.health..");

  @ArchTest static final ArchRule vipSpiKnowsTheJdkOnly = vipKnowsOnly();

  @ArchTest
  static final ArchRule vrrpCoreKnowsTheJdkAndJctoolsOnly =
      knowsOnly("io.mainstay.vrrp..", "org.jctools..");

  @ArchTest
  static final ArchRule vrrpCoreOpensNoSocket =
      noClasses()
          .that()
          .resideInAPackage("io.mainstay.vrrp..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.channels..", "javax.net..")
                  .or(nameEndingWith("Socket")));

  @ArchTest
  static final ArchRule proxyCoreKnowsNeitherVrrpNorMoversNorWiring =
      noClasses()
          .that()
          .resideInAPackage("io.mainstay.proxy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.mainstay.vrrp..",
              "io.mainstay.vip..",
              "io.mainstay.node..",
              "com.google.inject..",
              "com.typesafe.config..",
              "com.sun.jna..");

  @ArchTest
  static final ArchRule jnaIsKnownInVipLinuxOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mainstay.vip.linux..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.sun.jna..");

  @ArchTest
  static final ArchRule nettyIsKnownInProxyCoreAndTheGrpcCheckOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.mainstay.proxy..", "io.mainstay.grpc..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..");

  @ArchTest
  static final ArchRule publicProxyApiShowsNoNetty =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat(resideInAnyPackage("io.mainstay.proxy").and(publicClass()))
          .should()
          .notHaveRawReturnType(resideInAnyPackage("io.netty.."))
          .andShould()
          .notHaveRawParameterTypes(
              DescribedPredicate.describe(
                  "with a Netty type",
                  types -> types.stream().anyMatch(resideInAnyPackage("io.netty.."))));

  @ArchTest
  static final ArchRule guiceIsKnownInNodeAndInModulesOnly =
      noClasses()
          .that(not(resideInAnyPackage("io.mainstay.node..")).and(not(nameEndingWith("Module"))))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.google.inject..");

  @ArchTest
  static final ArchRule hoconIsKnownInNodeOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.mainstay.node..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.typesafe.config..");

  @ArchTest
  static final ArchRule healthToPriorityIsPure =
      classes()
          .that()
          .haveSimpleName("HealthToPriority")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..", "java.util..", "io.mainstay.node..", "io.mainstay.vrrp");

  @ArchTest
  static final ArchRule noVagueNames =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule modulesFormNoCycle =
      SlicesRuleDefinition.slices().matching("io.mainstay.(*)..").should().beFreeOfCycles();

  private static ArchRule knowsOnly(String module, String... besides) {
    return classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(JDK).or(resideInAnyPackage(module)).or(resideInAnyPackage(besides)));
  }

  /** The SPI itself; its implementations live in packages below it and have rules of their own. */
  private static ArchRule vipKnowsOnly() {
    return classes()
        .that()
        .resideInAPackage("io.mainstay.vip")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(JDK).or(resideInAnyPackage("io.mainstay.vip")));
  }

  private static DescribedPredicate<JavaClass> publicClass() {
    return DescribedPredicate.describe(
        "public",
        type -> type.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC));
  }
}
