import { modules, ofFamily } from './write-rules.ts';

/** Rules for what runs on the Java machine: names of packages. */
export const javaRules = ofFamily('family:other', [
  ...modules(
    'category=framework',
    `
    akka.**, com.fasterxml.**, com.microsoft.**, com.sun.**, feign.**, java.**, javax.**, jakarta.**, jdk.**, sun.**, org.apache.**, org.glassfish.**,
    org.hibernate.**, org.jboss.**, org.postgresql.**, org.springframework.**, org.eclipse.jetty.**, reactor.**, scala.**, clojure.**, kotlin.**,
    kotlinx.**, io.ktor.**, io.netty.**, io.undertow.**, io.micrometer.**, rx.**, io.reactivex.**, groovy.**, org.codehaus.groovy.**, android.**,
    androidx.**, com.android.**, dalvik.**, com.google.android.**, okhttp3.**, retrofit2.**, com.zaxxer.hikari.**, ch.qos.logback.**, org.slf4j.**
  `,
  ),
  ...modules('category=telemetry', 'io.sentry.*').map((rule) => `!module:io.sentry.example.* !module:io.sentry.samples.* ${rule}`),
  'category:framework -app',
  'category:telemetry -app -group',
]);
